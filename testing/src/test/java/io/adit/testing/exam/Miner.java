package io.adit.testing.exam;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A miner on one connection, which keeps all that it is told. */
final class Miner implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HexFormat HEX = HexFormat.of();

  private static final String EXTRANONCE2 = "0000000000000001";

  /** Target of difficulty 1e-9, that of the pool: 0xffff * 2^208 * 10^9. */
  private static final BigInteger TARGET =
      BigInteger.valueOf(0xffff).shiftLeft(208).multiply(BigInteger.TEN.pow(9));

  private final Socket socket;
  private final List<JsonNode> received = new CopyOnWriteArrayList<>();
  private volatile boolean ended;
  private int lastId;
  private int lastNonce;
  private final String extranonce1;

  /** Connects and is authorised. */
  Miner(String endpoint) throws IOException {
    URI uri = URI.create(endpoint);
    socket = new Socket(uri.getHost(), uri.getPort());
    Thread reader = new Thread(this::read, "miner");
    reader.setDaemon(true);
    reader.start();
    extranonce1 = subscribe();
    reply(send("mining.authorize", "\"alice\",\"\""));
  }

  /** Subscribes, again perhaps; the extranonce1. */
  String subscribe() throws IOException {
    return reply(send("mining.subscribe", "\"exam\"")).get("result").get(1).asText();
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        received.add(JSON.readTree(line));
      }
    } catch (IOException e) {
      received.add(JSON.createObjectNode().put("lost", e.toString()));
    }
    ended = true;
  }

  /** Sends a request; its id. */
  int send(String method, String params) throws IOException {
    int id = ++lastId;
    String line =
        String.format(
            Locale.ROOT, "{\"id\":%d,\"method\":\"%s\",\"params\":[%s]}\n", id, method, params);
    socket.getOutputStream().write(line.getBytes(StandardCharsets.UTF_8));
    return id;
  }

  Optional<JsonNode> replyTo(int id) {
    return received.stream()
        .filter(message -> message.path("id").isInt() && message.path("id").asInt() == id)
        .filter(message -> message.has("result"))
        .findFirst();
  }

  /** Waits for the reply to a request. */
  JsonNode reply(int id) {
    return await("a reply to request " + id)
        .atMost(Registry.PATIENCE)
        .until(() -> replyTo(id), Optional::isPresent)
        .orElseThrow();
  }

  /** Whether the server has closed the connection. */
  boolean isEnded() {
    return ended;
  }

  /** Waits for a job, if there is none yet; the newest. */
  private JsonNode job() {
    return await("a job")
        .atMost(Registry.PATIENCE)
        .until(this::newestJob, Optional::isPresent)
        .orElseThrow();
  }

  private Optional<JsonNode> newestJob() {
    return received.stream()
        .filter(message -> message.path("method").asText().equals("mining.notify"))
        .reduce((older, newer) -> newer)
        .map(message -> message.get("params"));
  }

  /** Sends a share of the newest job that it has not sent before; the request's id. */
  int submit() throws IOException {
    JsonNode job = job();
    ByteBuffer header = header(job);
    do {
      header.putInt(76, ++lastNonce);
    } while (new BigInteger(1, reversed(sha256d(header.array()))).compareTo(TARGET) > 0);
    return send(
        "mining.submit",
        String.format(
            Locale.ROOT,
            "\"alice\",\"%s\",\"%s\",\"%s\",\"%08x\"",
            job.get(0).asText(),
            EXTRANONCE2,
            job.get(7).asText(),
            lastNonce));
  }

  private ByteBuffer header(JsonNode job) {
    byte[] root =
        sha256d(
            HEX.parseHex(job.get(2).asText() + extranonce1 + EXTRANONCE2 + job.get(3).asText()));
    for (JsonNode branch : job.get(4)) {
      root = sha256d(HEX.parseHex(HEX.formatHex(root) + branch.asText()));
    }
    ByteBuffer header = ByteBuffer.allocate(80).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(Integer.parseUnsignedInt(job.get(5).asText(), 16));
    ByteBuffer previous = ByteBuffer.wrap(HEX.parseHex(job.get(1).asText()));
    while (previous.hasRemaining()) {
      header.putInt(previous.getInt());
    }
    header.put(root);
    header.putInt(Integer.parseUnsignedInt(job.get(7).asText(), 16));
    return header.putInt(Integer.parseUnsignedInt(job.get(6).asText(), 16));
  }

  private static byte[] sha256d(byte[] data) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return sha.digest(sha.digest(data));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] result = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      result[i] = bytes[bytes.length - 1 - i];
    }
    return result;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
