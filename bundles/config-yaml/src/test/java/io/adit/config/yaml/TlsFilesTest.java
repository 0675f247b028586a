package io.adit.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsFilesTest {
  @TempDir private Path directory;

  private TestFile file(Path cert, Path key) {
    return TestFile.of(
        directory,
        """
        server:
          tls:
            enabled: true
            cert_file: %s
            key_file: %s
        """
            .formatted(cert, key));
  }

  private List<String> problems(Path cert, Path key) {
    return file(cert, key).problems();
  }

  private Path written(String text) throws IOException {
    return Files.writeString(directory.resolve("a.pem"), text);
  }

  @ParameterizedTest
  @CsvSource({"rsa-cert, rsa-key", "ec-cert, ec-key"})
  void aCertificateAndItsKeyAreValid(String cert, String key) throws ConfigException {
    PortConfig port = file(Pems.of(cert), Pems.of(key)).onlyPool().server().ports().get(0);

    assertThat(port.tls()).contains(new PortConfig.Tls(Pems.of(cert), Pems.of(key)));
  }

  @Test
  void aChainMayHaveTextBetweenItsCertificatesAndEvenTheKeyWithIt()
      throws IOException, ConfigException {
    Path all =
        written(
            "subject: CN=localhost\n"
                + Files.readString(Pems.KEY)
                + Files.readString(Pems.CERT)
                + "issuer - of all\r\n"
                + Files.readString(Pems.OTHER_CERT).replace("\n", "\r\n"));

    assertThat(file(all, all).load().pools()).hasSize(1);
  }

  @Test
  void aFileWithoutACertificateIsNamedWithItsLine() throws IOException {
    Path garbage = written("no PEM\n");

    assertThat(problems(garbage, Pems.KEY))
        .containsExactly(
            "4 server.tls.cert_file: \""
                + garbage
                + "\" holds no certificate; a PEM file with BEGIN CERTIFICATE in it");
  }

  @Test
  void aDamagedCertificateOfAChainIsNumbered() throws IOException {
    String whole = Files.readString(Pems.CERT);
    Path chain = written(whole + whole.substring(0, 200) + "\n-----END CERTIFICATE-----\n");

    assertThat(problems(chain, Pems.KEY))
        .containsExactly(
            "4 server.tls.cert_file: \""
                + chain
                + "\" is damaged: certificate 2; X.509 certificates in PEM");
  }

  @Test
  void aCertificateIsNoKey() {
    assertThat(problems(Pems.CERT, Pems.CERT))
        .containsExactly(
            "5 server.tls.key_file: \""
                + Pems.CERT
                + "\" holds no private key; a PEM file with BEGIN PRIVATE KEY in it");
  }

  @ParameterizedTest
  @CsvSource({"pkcs1-key, RSA PRIVATE KEY", "encrypted-key, ENCRYPTED PRIVATE KEY"})
  void aKeyOfAnotherFormatIsToldWhichIsWanted(String key, String format) {
    assertThat(problems(Pems.CERT, Pems.of(key)))
        .containsExactly(
            "5 server.tls.key_file: \""
                + Pems.of(key)
                + "\" is of the format "
                + format
                + "; PRIVATE KEY, which is PKCS #8 without a password");
  }

  /** Netty, which serves TLS, knows only RSA, DSA and EC in files. */
  @Test
  void aKindOfKeyThatCannotBeServedIsRefused() {
    assertThat(problems(Pems.of("ed25519-cert"), Pems.of("ed25519-key")))
        .containsExactly(
            "5 server.tls.key_file: \""
                + Pems.of("ed25519-key")
                + "\" holds no key that can be used; an RSA or EC key in PKCS #8");
  }

  @Test
  void aDamagedKeyIsRefused() throws IOException {
    Path key = written("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");

    assertThat(problems(Pems.CERT, key))
        .containsExactly(
            "5 server.tls.key_file: \""
                + key
                + "\" holds no key that can be used; an RSA or EC key in PKCS #8");
  }

  @ParameterizedTest
  @CsvSource({"other-cert, rsa-key", "ec-cert, rsa-key", "rsa-cert, ec-key"})
  void theKeyOfAnotherCertificateIsRefused(String cert, String key) {
    assertThat(problems(Pems.of(cert), Pems.of(key)))
        .containsExactly(
            "5 server.tls.key_file: \""
                + Pems.of(key)
                + "\" holds another certificate's key; the key of the certificate in \""
                + Pems.of(cert)
                + "\"");
  }

  @Test
  void theFilesOfTlsThatIsOffAreNotLookedAt() throws ConfigException {
    assertThat(TestFile.of(directory, "server: {tls: {cert_file: /no/such.pem}}\n").load().pools())
        .hasSize(1);
  }
}
