package io.adit.config.yaml;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Keys of an entry of {@code server.ports}. */
final class PortKeys {
  static final Key<Integer> PORT =
      Key.required(
          "server.ports.port",
          ValueType.integer(0, 65535),
          "TCP port",
          "Where miners connect; 0 takes any free port.");
  static final Key<String> HOST =
      Key.like(ServerKeys.HOST, "server.ports.host", "Where to listen.");
  static final Key<Boolean> TLS_ENABLED =
      Key.like(ServerKeys.TLS_ENABLED, "server.ports.tls.enabled", "Serve TLS on this port.");
  static final Key<Optional<Path>> TLS_CERT_FILE =
      Key.like(
          ServerKeys.TLS_CERT_FILE,
          "server.ports.tls.cert_file",
          "The certificate of this port, then its chain.");
  static final Key<Optional<Path>> TLS_KEY_FILE =
      Key.like(
          ServerKeys.TLS_KEY_FILE,
          "server.ports.tls.key_file",
          "The private key of this port's certificate.");
  static final Key<Double> INITIAL_DIFFICULTY =
      Key.like(
          MiningKeys.INITIAL_DIFFICULTY,
          "server.ports.initial_difficulty",
          "What a miner that has just connected here gets.");
  static final Key<Double> MIN_DIFFICULTY =
      Key.like(
          MiningKeys.MIN_DIFFICULTY, "server.ports.min_difficulty", "No miner gets less here.");
  static final Key<Double> MAX_DIFFICULTY =
      Key.like(
          MiningKeys.MAX_DIFFICULTY, "server.ports.max_difficulty", "No miner gets more here.");
  static final Key<String> PAYOUT =
      Key.like(
          MiningKeys.PAYOUT, "server.ports.payout", "Whom blocks pay that are found through here.");

  static final ListSection PORTS =
      new ListSection(
          "server.ports",
          "port",
          List.of(
              PORT,
              HOST,
              TLS_ENABLED,
              TLS_CERT_FILE,
              TLS_KEY_FILE,
              INITIAL_DIFFICULTY,
              MIN_DIFFICULTY,
              MAX_DIFFICULTY,
              PAYOUT),
          false,
          "More than one port, instead of server.port: each may have an address, TLS, a range of"
              + " difficulty and a way of payout of its own.",
          """
          - port: 3333
          - port: 3335
            initial_difficulty: 500000
            min_difficulty: 500000
          - port: 3443
            tls: {enabled: true, cert_file: cert.pem, key_file: key.pem}
            payout: solo
          """);

  private PortKeys() {}
}
