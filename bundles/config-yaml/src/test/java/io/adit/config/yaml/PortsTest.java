package io.adit.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {
  @TempDir private Path directory;

  private TestFile file(String text) {
    return TestFile.of(directory, text);
  }

  private List<PortConfig> ports(String text) throws ConfigException {
    return file(text).onlyPool().server().ports();
  }

  @Test
  void whatAPortLeavesOutComesFromTheSections() throws ConfigException {
    List<PortConfig> ports =
        ports(
            """
            server:
              host: 127.0.0.1
              ports:
                - port: 1111
                - {port: 2222, host: 127.0.0.2, min_difficulty: 8, max_difficulty: 9, payout: pool}
            mining: {initial_difficulty: auto, min_difficulty: 2, max_difficulty: 3, payout: solo}
            """);

    assertThat(ports)
        .containsExactly(
            new PortConfig("127.0.0.1", 1111, java.util.Optional.empty(), 0, 2, 3, Payout.SOLO),
            new PortConfig("127.0.0.2", 2222, java.util.Optional.empty(), 0, 8, 9, Payout.POOL));
  }

  @Test
  void aPortMayHaveACertificateOfItsOwnOrThatOfTheSection() throws ConfigException {
    List<PortConfig> ports =
        ports(
            """
            server:
              tls: {cert_file: %s, key_file: %s}
              ports:
                - {port: 1, tls: {enabled: true}}
                - {port: 2, tls: {enabled: true, cert_file: %s, key_file: %s}}
                - {port: 3}
            """
                .formatted(Pems.CERT, Pems.KEY, Pems.OTHER_CERT, Pems.OTHER_KEY));

    assertThat(ports)
        .extracting(port -> port.tls().map(PortConfig.Tls::certFile).orElse(null))
        .containsExactly(Pems.CERT, Pems.OTHER_CERT, null);
  }

  @Test
  void aPortMayBePlainWhereTheSectionHasTls() throws ConfigException {
    List<PortConfig> ports =
        ports(
            """
            server:
              tls: {enabled: true, cert_file: %s, key_file: %s}
              ports: [{port: 1}, {port: 2, tls: {enabled: false}}]
            """
                .formatted(Pems.CERT, Pems.KEY));

    assertThat(ports).extracting(port -> port.tls().isPresent()).containsExactly(true, false);
  }

  @Test
  void aPoolHasItsOwnPortsElseThoseOfTheTop() throws ConfigException {
    List<PoolConfig> pools =
        file("""
                server: {ports: [{port: 1}, {port: 2}]}
                pools:
                  - name: a
                  - {name: b, server: {port: 3}}
                  - {name: c, server: {ports: [{port: 4}, {port: 5}]}}
                """)
            .load()
            .pools();

    assertThat(pools)
        .extracting(pool -> pool.server().ports().stream().map(PortConfig::port).toList())
        .containsExactly(List.of(1, 2), List.of(3), List.of(4, 5));
  }

  @Test
  void theTopsPortsTakeTheDifficultyOfThePoolThatHasThem() throws ConfigException {
    List<PoolConfig> pools =
        file("""
                server: {ports: [{port: 1}]}
                mining: {min_difficulty: 2}
                pools: [{name: a, mining: {min_difficulty: 5}}]
                """)
            .load()
            .pools();

    assertThat(pools.get(0).server().ports())
        .extracting(PortConfig::minDifficulty)
        .containsExactly(5.0);
  }

  @Test
  void aSectionCannotHavePortAndPorts() {
    assertThat(
            file("""
                    server:
                      port: 3333
                      ports:
                        - port: 3334
                    """)
                .problems())
        .containsExactly("2 server.port: here beside ports; either port or ports, not both");
  }

  @Test
  void aPoolCannotHavePortAndPorts() {
    assertThat(
            file("""
                    pools:
                      - name: a
                        server:
                          ports: [{port: 1}]
                          port: 2
                    """)
                .problems())
        .containsExactly(
            "5 pools[0].server.port: here beside ports; either port or ports, not both");
  }

  @Test
  void anEntryNeedsAPort() {
    assertThat(file("server:\n  ports:\n    - host: 127.0.0.1\n").problems())
        .containsExactly("3 server.ports[0].port: nothing; a whole number from 0 to 65535");
  }

  @Test
  void anEntryThatIsANumberIsAnError() {
    assertThat(file("server:\n  ports: [3333]\n").problems())
        .containsExactly(
            "2 server.ports[0]: \"3333\"; a port with port, host, initial_difficulty,"
                + " min_difficulty, max_difficulty, payout, tls");
  }

  @Test
  void aListThatIsANumberIsAnError() {
    assertThat(file("server:\n  ports: 3333\n").problems())
        .singleElement()
        .asString()
        .startsWith("2 server.ports: \"3333\"; a list of ports, each with port, host, ");
  }

  @Test
  void anEmptyListIsAnError() {
    assertThat(file("server:\n  ports: []\n").problems())
        .singleElement()
        .asString()
        .startsWith("2 server.ports: an empty list; a list of ports, each with port, ");
  }

  @Test
  void anUnknownKeyOfAnEntryIsNamedWithTheNearestKnownOne() {
    assertThat(
            file("""
                    pools:
                      - name: a
                        server:
                          ports:
                            - {port: 1}
                            - port: 2
                              min_dificulty: 1
                              tls: {cert: x}
                    """)
                .problems())
        .satisfiesExactly(
            problem ->
                assertThat(problem)
                    .startsWith(
                        "7 pools[0].server.ports[1].min_dificulty: unknown key;"
                            + " server.ports.min_difficulty? known in server.ports: port, host, "),
            problem ->
                assertThat(problem)
                    .isEqualTo(
                        "8 pools[0].server.ports[1].tls.cert: unknown key;"
                            + " server.ports.tls.cert_file? known in server.ports.tls: enabled,"
                            + " cert_file, key_file"));
  }

  @Test
  void aKeyOfMiningIsSentThere() {
    assertThat(file("server:\n  ports:\n    - {port: 1, pool_address: x}\n").problems())
        .singleElement()
        .asString()
        .startsWith("3 server.ports[0].pool_address: unknown key; mining.pool_address?");
  }

  @Test
  void aWrongValueOfAnEntryIsNamedWithItsPlace() {
    assertThat(
            file("server:\n  ports:\n    - port: 1\n      payout: both\n      port: 2\n")
                .problems())
        .containsExactly(
            "4 server.ports[0].payout: \"both\"; pool or solo",
            "5 server.ports[0].port: here again; each key once; it stands on line 3 too");
  }

  @Test
  void twoPortsOfAPoolCannotBeTheSame() {
    assertThat(
            file("""
                    server:
                      ports:
                        - port: 5000
                        - port: 5000
                          host: 127.0.0.1
                    """)
                .problems())
        .containsExactly(
            "4 server.ports[1].port: 5000, which is the port of pool main too; a port of its own");
  }

  @Test
  void portsOfTwoPoolsCannotBeTheSame() {
    assertThat(
            file("""
                    pools:
                      - {name: a, server: {port: 5000}}
                      - name: b
                        server:
                          ports: [{port: 5001}, {port: 5000}, {port: 9090}]
                    """)
                .problems())
        .containsExactly(
            "5 pools[1].server.ports[1].port: 5000, which is the port of pool a too; a port of its"
                + " own",
            "5 pools[1].server.ports[2].port: 9090, which is the port of server.metrics too; a port"
                + " of its own");
  }

  @Test
  void onePortOnTwoAddressesIsTwoPlaces() throws ConfigException {
    assertThat(
            ports(
                "server: {ports: [{port: 5, host: 127.0.0.1}, {port: 5, host: 127.0.0.2},"
                    + " {port: 0}, {port: 0}]}\n"))
        .hasSize(4);
  }

  @Test
  void theInitialDifficultyOfTheSectionMustSuitThePort() {
    assertThat(
            file("""
                    mining: {initial_difficulty: 1024}
                    server:
                      ports:
                        - port: 1
                        - port: 2
                          min_difficulty: 2048
                    """)
                .problems())
        .singleElement()
        .asString()
        .startsWith(
            "5 server.ports[1].initial_difficulty: \"1024.0\"; auto, or between min_difficulty,"
                + " 2048.0, and");
  }

  @Test
  void theLeastDifficultyOfAPortMustNotPassTheGreatest() {
    assertThat(
            file("""
                    mining: {max_difficulty: 10}
                    server: {ports: [{port: 1, min_difficulty: 11}]}
                    """)
                .problems())
        .containsExactly(
            "2 server.ports[0].min_difficulty: \"11.0\"; at most max_difficulty, 10.0");
  }

  @Test
  void tlsOfAPortNeedsFilesThatCanBeRead() {
    assertThat(
            file("""
                    server:
                      ports:
                        - port: 1
                          tls:
                            enabled: true
                            key_file: /no/such.pem
                    """)
                .problems())
        .containsExactly(
            "4 server.ports[0].tls.cert_file: nothing; a PEM file, since tls is enabled",
            "6 server.ports[0].tls.key_file: \"/no/such.pem\" cannot be read; a PEM file to read");
  }

  @Test
  void whatIsWrongInTheSectionIsSaidOnceForAllPorts() {
    assertThat(
            file("""
                    server:
                      tls: {enabled: true, cert_file: /no/such.pem}
                      ports: [{port: 1}, {port: 2}]
                    """)
                .problems())
        .containsExactly(
            "2 server.tls.cert_file: \"/no/such.pem\" cannot be read; a PEM file to read",
            "2 server.tls.key_file: nothing; a PEM file, since tls is enabled");
  }
}
