package io.adit.testing.distribution;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A connection that says what it is told to, and keeps what it hears. */
final class StratumClient implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Socket socket;
  private final List<JsonNode> heard = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  private StratumClient(Socket socket) {
    this.socket = socket;
    Thread reader = new Thread(this::read, "stratum-client");
    reader.setDaemon(true);
    reader.start();
  }

  static StratumClient connect(int port) {
    try {
      return new StratumClient(new Socket(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Connects, subscribes and authorizes. */
  static StratumClient login(int port, String worker) {
    StratumClient client = connect(port);
    client.send("{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"test\"]}\n");
    client.send(
        "{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"" + worker + "\",\"x\"]}\n");
    client.reply(1);
    client.reply(2);
    return client;
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        heard.add(JSON.readTree(line));
      }
    } catch (IOException e) {
      // A reset ends a connection as well as a proper close does.
    } finally {
      closed = true;
    }
  }

  /** Sends as it is: mind the end of the line. */
  void send(String text) {
    try {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything heard so far. */
  List<JsonNode> heard() {
    return heard;
  }

  /** Waits for the reply to the request of that id. */
  JsonNode reply(int id) {
    return await("a reply to request " + id)
        .atMost(RunningProcess.LIMIT)
        .until(
            () ->
                heard.stream()
                    .filter(message -> message.path("id").isInt() && !message.has("method"))
                    .filter(message -> message.path("id").asInt() == id)
                    .findFirst()
                    .orElse(null),
            message -> message != null);
  }

  /** The params of every {@code mining.notify}, oldest first. */
  List<JsonNode> jobs() {
    return heard.stream()
        .filter(message -> message.path("method").asText().equals("mining.notify"))
        .map(message -> message.path("params"))
        .toList();
  }

  /** Whether there is a job on the block of that hash, as people write it. */
  boolean hasJobOn(String hash) {
    String previous = previous(hash);
    return jobs().stream().anyMatch(job -> job.path(1).asText().equals(previous));
  }

  /** As {@code mining.notify} has it: 4-byte words in the order opposite to the one for people. */
  private static String previous(String hash) {
    StringBuilder words = new StringBuilder();
    for (int end = hash.length(); end > 0; end -= 8) {
      words.append(hash, end - 8, end);
    }
    return words.toString();
  }

  /** Whether the server has ended the connection. */
  boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
