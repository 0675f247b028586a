package io.adit.config.yaml;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of certificates and keys (RFC 7468): blocks of base64 with a label around them. What is
 * between the blocks means nothing.
 *
 * @param blocks in the order of the file
 */
record Pem(List<Block> blocks) {
  private static final int MAX_BYTES = 1_000_000;
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([^-\\r\\n]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
  private static final String PKCS8 = "PRIVATE KEY";

  /** The kinds of keys that miners' connections are served with. */
  private static final List<String> ALGORITHMS = List.of("RSA", "EC");

  private record Block(String label, String base64) {
    byte[] content() throws GeneralSecurityException {
      try {
        return Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
      } catch (IllegalArgumentException e) {
        throw new GeneralSecurityException("not base64", e);
      }
    }
  }

  /** Why a file cannot be used. */
  static final class PemException extends Exception {
    private static final long serialVersionUID = 1;

    private final String expected;

    /**
     * Goes on after the file's name.
     *
     * @param found what is the matter with the file
     */
    PemException(String found, String expected) {
      super(found);
      this.expected = expected;
    }

    String expected() {
      return expected;
    }
  }

  Pem {
    blocks = List.copyOf(blocks);
  }

  static Pem read(Path file) throws PemException {
    List<Block> blocks = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file)) {
      Matcher matcher =
          BLOCK.matcher(new String(in.readNBytes(MAX_BYTES), StandardCharsets.ISO_8859_1));
      while (matcher.find()) {
        blocks.add(new Block(matcher.group(1), matcher.group(2)));
      }
    } catch (IOException e) {
      throw new PemException("cannot be read", "a PEM file to read");
    }
    return new Pem(blocks);
  }

  /** The certificates, that of the server first. */
  List<X509Certificate> certificates() throws PemException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Block block : blocks) {
      if (block.label().contains("CERTIFICATE")) {
        certificates.add(certificate(block, certificates.size() + 1));
      }
    }
    if (certificates.isEmpty()) {
      throw new PemException("holds no certificate", "a PEM file with BEGIN CERTIFICATE in it");
    }
    return certificates;
  }

  private static X509Certificate certificate(Block block, int number) throws PemException {
    try {
      InputStream content = new ByteArrayInputStream(block.content());
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(content);
    } catch (GeneralSecurityException e) {
      throw new PemException("is damaged: certificate " + number, "X.509 certificates in PEM");
    }
  }

  PrivateKey key() throws PemException {
    Block block =
        blocks.stream()
            .filter(candidate -> candidate.label().endsWith(PKCS8))
            .findFirst()
            .orElseThrow(
                () ->
                    new PemException(
                        "holds no private key", "a PEM file with BEGIN PRIVATE KEY in it"));
    if (!block.label().equals(PKCS8)) {
      throw new PemException(
          "is of the format " + block.label(), "PRIVATE KEY, which is PKCS #8 without a password");
    }
    return ALGORITHMS.stream()
        .flatMap(algorithm -> key(algorithm, block).stream())
        .findFirst()
        .orElseThrow(
            () -> new PemException("holds no key that can be used", "an RSA or EC key in PKCS #8"));
  }

  private static Optional<PrivateKey> key(String algorithm, Block block) {
    try {
      return Optional.of(
          KeyFactory.getInstance(algorithm)
              .generatePrivate(new PKCS8EncodedKeySpec(block.content())));
    } catch (GeneralSecurityException e) {
      // Damaged, or of another kind.
      return Optional.empty();
    }
  }
}
