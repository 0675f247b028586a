package io.adit.node.bitcoind;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An HTTP/1.1 response.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112</a>
 */
final class HttpAnswer {
  /** A template of the fullest block is about 10 MB of JSON. */
  static final int MAX_BODY = 64 << 20;

  private static final int MAX_LINE = 8 << 10;
  private static final int MAX_HEADERS = 100;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})( .*)?");

  private final int status;
  private final byte[] body;

  private HttpAnswer(int status, byte[] body) {
    this.status = status;
    this.body = body;
  }

  int status() {
    return status;
  }

  byte[] body() {
    return body;
  }

  /**
   * Reads one response.
   *
   * @throws IOException if the connection ends too early, or it is not HTTP, or too long
   */
  static HttpAnswer read(InputStream in) throws IOException {
    while (true) {
      Matcher line = STATUS.matcher(line(in));
      if (!line.matches()) {
        throw new IOException("the answer is not HTTP");
      }
      int status = Integer.parseInt(line.group(1));
      Map<String, String> headers = headers(in);
      if (status >= 200) {
        return new HttpAnswer(status, body(in, headers));
      }
    }
  }

  private static Map<String, String> headers(InputStream in) throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (int count = 0; count <= MAX_HEADERS; count++) {
      String line = line(in);
      if (line.isEmpty()) {
        return headers;
      }
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new IOException("the answer is not HTTP");
      }
      String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      headers.put(name, line.substring(colon + 1).strip());
    }
    throw new IOException("headers: over " + MAX_HEADERS + " (expected: <= " + MAX_HEADERS + ")");
  }

  private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
    if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
      return chunks(in);
    }
    String length = headers.get("content-length");
    if (length == null) {
      byte[] body = in.readNBytes(MAX_BODY + 1);
      checkLength(body.length);
      return body;
    }
    return exactly(in, number(length, 10));
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      String size = line(in);
      int extension = size.indexOf(';');
      int length = number((extension < 0 ? size : size.substring(0, extension)).strip(), 16);
      if (length == 0) {
        headers(in);
        return body.toByteArray();
      }
      checkLength((long) body.size() + length);
      body.writeBytes(exactly(in, length));
      line(in);
    }
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw ended();
    }
    return bytes;
  }

  private static int number(String digits, int radix) throws IOException {
    long length;
    try {
      length = Long.parseUnsignedLong(digits, radix);
    } catch (NumberFormatException e) {
      throw new IOException("the answer is not HTTP", e);
    }
    checkLength(length);
    return (int) length;
  }

  private static void checkLength(long length) throws IOException {
    if (length < 0 || length > MAX_BODY) {
      throw new IOException("length of the answer: " + length + " (expected: <= " + MAX_BODY + ")");
    }
  }

  /** Up to the next line end, which is not part of it. */
  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw ended();
      }
      if (line.size() == MAX_LINE) {
        throw new IOException("header line: too long (expected: <= " + MAX_LINE + ")");
      }
      line.write(b);
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  private static IOException ended() {
    return new EOFException("the node closed the connection");
  }
}
