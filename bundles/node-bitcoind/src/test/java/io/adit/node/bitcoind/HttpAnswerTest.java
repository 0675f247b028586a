package io.adit.node.bitcoind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpAnswerTest {
  private static HttpAnswer read(String text) throws IOException {
    return HttpAnswer.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private static String body(String text) throws IOException {
    return new String(read(text).body(), StandardCharsets.ISO_8859_1);
  }

  @Test
  void aBodyEndsWithItsLength() throws IOException {
    assertThat(body("HTTP/1.1 200 OK\r\nCONTENT-length: 3\r\n\r\nabcdef")).isEqualTo("abc");
  }

  @Test
  void aBodyWithoutLengthEndsWithTheConnection() throws IOException {
    assertThat(body("HTTP/1.0 500 Internal Server Error\n\nabc")).isEqualTo("abc");
  }

  @Test
  void chunksAreJoined() throws IOException {
    String chunks =
        String.join(
            "\r\n",
            "4",
            "Wiki",
            "7;a=b",
            "pedia i",
            "B",
            "n ",
            "chunks.",
            "0",
            "Expires: 0",
            "",
            "");

    assertThat(body("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks))
        .isEqualTo("Wikipedia in \r\nchunks.");
  }

  @Test
  void anInterimAnswerIsPassedOver() throws IOException {
    assertThat(
            read("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n")
                .status())
        .isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nab"
      })
  void anAnswerThatBreaksOffIsNone(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(EOFException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.2\r\n",
        "HTTP/1.1 200 OK\r\nno header\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n"
      })
  void whatIsNotHttpIsCalledSo(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(IOException.class)
        .hasMessage("the answer is not HTTP");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 67108865\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4000001\r\n"
      })
  void aBodyOver64MebibytesIsRefusedBeforeItIsRead(String text) {
    assertThatThrownBy(() -> read(text))
        .hasMessage("length of the answer: 67108865 (expected: <= 67108864)");
  }

  @Test
  void aHeaderWithoutEndIsRefused() {
    assertThatThrownBy(() -> read("HTTP/1.1 200 OK\r\nX: " + "x".repeat(10_000)))
        .hasMessage("header line: too long (expected: <= 8192)");
  }
}
