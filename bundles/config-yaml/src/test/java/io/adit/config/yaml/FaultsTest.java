package io.adit.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One fault is one problem: what is wrong is not compared with anything. */
class FaultsTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "server: {port: 99999, metrics: {port: 3333}}",
        "server: {port: 9090, metrics: {port: x}}",
        "server: {port: 9090, metrics: {enabled: x}}",
        "server: {port: 9090, host: ''}",
        "server: {tls: {enabled: true, cert_file: [], key_file: src/test/resources/rsa-key.pem}}",
        "server: {tls: {enabled: x, cert_file: /no/such.pem}}",
        "mining: {min_difficulty: x, initial_difficulty: 0.00001}",
        "mining: {max_difficulty: x, min_difficulty: 2000000000000}",
        "mining: {initial_difficulty: x, min_difficulty: 2000}",
        "mining: {job_interval: x, job_timeout: 10s}",
        "mining: {job_timeout: 1, job_interval: 10m}",
        "mining: {payout: both}\nnode: {rpc_url: 'http://n:1', rpc_user: u, rpc_password: p}",
        "mining: {pool_fee: x, payout: solo}",
        "node: {type: bitcoin, rpc_url: 'http://n:1'}",
        "node: {enabled: x, rpc_url: 'http://n:1'}",
        "node: {rpc_url: n, rpc_user: u}",
        "mining: {payout: solo}\nnode: {rpc_url: 'http://n:1', rpc_user: u, rpc_password: []}",
        "postgres: {min_connections: x, max_connections: 1}",
        "postgres: {min_connections: 20, max_connections: x}",
        "redis: {enabled: x}",
        "logging: {output: file, file_path: []}",
      })
  void aFaultyValueIsNotComparedWithOthers(String text) {
    assertThat(TestFile.of(directory, text).problems()).hasSize(1);
  }

  @Test
  void aPoolWithoutANameIsNotCalledByTheDefault() {
    assertThat(
            TestFile.of(
                    directory,
                    "pools:\n  - {server: {port: 1}}\n  - {name: b, server: {port: 1}}\n")
                .problems())
        .containsExactly(
            "2 pools[0].name: nothing; a name of letters, digits, . _ and -",
            "3 pools[1].server.port: 1, which is the port of another pool too; a port of its own");
  }
}
