package io.adit.config.yaml;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Optional;

/** Checks that a port can serve TLS with the files that it is given. */
final class TlsChecks {
  private final Problems problems;

  TlsChecks(Problems problems) {
    this.problems = problems;
  }

  private interface Content<T> {
    T of(Pem pem) throws Pem.PemException;
  }

  void check(Values port) {
    if (port.isFaulty(PortKeys.TLS_ENABLED) || !port.get(PortKeys.TLS_ENABLED)) {
      return;
    }
    Optional<PublicKey> certified =
        read(port, PortKeys.TLS_CERT_FILE, pem -> pem.certificates().get(0).getPublicKey());
    Optional<PrivateKey> key = read(port, PortKeys.TLS_KEY_FILE, Pem::key);
    if (certified.isPresent() && key.isPresent() && !belong(key.get(), certified.get())) {
      problems.add(
          port.placeOf(PortKeys.TLS_KEY_FILE),
          name(port, PortKeys.TLS_KEY_FILE) + " holds another certificate's key",
          "the key of the certificate in " + name(port, PortKeys.TLS_CERT_FILE));
    }
  }

  private static String name(Values port, Key<Optional<Path>> key) {
    return Checks.quoted(port.get(key).map(Path::toString).orElse(""));
  }

  private <T> Optional<T> read(Values port, Key<Optional<Path>> key, Content<T> content) {
    if (port.isFaulty(key)) {
      return Optional.empty();
    }
    Optional<Path> file = port.get(key);
    if (file.isEmpty()) {
      problems.add(port.placeOf(key), "nothing", "a PEM file, since tls is enabled");
      return Optional.empty();
    }
    try {
      if (!Files.isRegularFile(file.get())) {
        throw new Pem.PemException("cannot be read", "a PEM file to read");
      }
      return Optional.of(content.of(Pem.read(file.get())));
    } catch (Pem.PemException e) {
      problems.add(port.placeOf(key), name(port, key) + " " + e.getMessage(), e.expected());
      return Optional.empty();
    }
  }

  /** Whether the one verifies what the other signs. */
  private static boolean belong(PrivateKey key, PublicKey certified) {
    try {
      Signature signature =
          Signature.getInstance(
              key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
      byte[] text = "adit".getBytes(StandardCharsets.US_ASCII);
      signature.initSign(key);
      signature.update(text);
      byte[] signed = signature.sign();
      signature.initVerify(certified);
      signature.update(text);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      // The certificate is for a key of another kind.
      return false;
    }
  }
}
