package io.adit.config.yaml;

import java.nio.file.Path;

/** Certificates and keys for tests, made by OpenSSL. */
final class Pems {
  static final Path CERT = of("rsa-cert");
  static final Path KEY = of("rsa-key");
  static final Path OTHER_CERT = of("ec-cert");
  static final Path OTHER_KEY = of("ec-key");

  private Pems() {}

  static Path of(String name) {
    return Path.of("src/test/resources", name + ".pem");
  }
}
