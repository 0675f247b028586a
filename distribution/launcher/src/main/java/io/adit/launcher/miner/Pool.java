package io.adit.launcher.miner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.adit.api.Bytes;
import io.adit.api.pow.Target;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The miner's side of a Stratum connection. {@link #run} reads on the calling thread; {@link
 * #submit} may be called from any.
 */
final class Pool implements AutoCloseable {
  /** What the connection brings. Called on the reading thread. */
  interface Listener {
    void work(Work work);

    void accepted(boolean block);

    void rejected(boolean block, String reason);

    void message(String text);
  }

  /** The server does not want this worker. */
  static final class UnauthorizedException extends IOException {
    private static final long serialVersionUID = 1;

    UnauthorizedException(String reason) {
      super(reason);
    }
  }

  private final ObjectMapper json = new ObjectMapper();
  private final Socket socket;
  private final BufferedReader in;
  private final Writer out;
  private final String user;
  private final Target difficultyOne;
  private final Listener listener;
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, Consumer<JsonNode>> replies = new ConcurrentHashMap<>();
  private Bytes extranonce1 = Bytes.EMPTY;
  private int extranonce2Size;
  private Target target;
  private String refused = "";

  Pool(Socket socket, String user, Target difficultyOne, Listener listener) throws IOException {
    this.socket = socket;
    this.user = user;
    this.difficultyOne = difficultyOne;
    this.listener = listener;
    target = difficultyOne;
    in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    out =
        new BufferedWriter(
            new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Logs in and reads until the connection ends, which is an exception, too.
   *
   * @throws UnauthorizedException if the server does not want the worker
   */
  void run(String password, String agent) throws IOException {
    request("mining.subscribe", this::subscribed, agent);
    request("mining.authorize", this::authorized, user, password);
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      read(line);
      if (!refused.isEmpty()) {
        throw new UnauthorizedException(refused);
      }
    }
    throw new IOException("the server closed the connection");
  }

  private void read(String line) throws IOException {
    JsonNode message;
    try {
      message = json.readTree(line);
      if (message.hasNonNull("method")) {
        notification(message.get("method").asText(), message.path("params"));
      } else {
        Consumer<JsonNode> reply = replies.remove(message.path("id").asInt(-1));
        if (reply != null) {
          reply.accept(message);
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException("the server sent what is not Stratum: " + line, e);
    }
  }

  private void subscribed(JsonNode reply) {
    JsonNode result = reply.path("result");
    extranonce1 = Bytes.ofHex(result.path(1).asText());
    extranonce2Size = result.path(2).asInt();
  }

  private void authorized(JsonNode reply) {
    if (!reply.path("result").asBoolean()) {
      refused = reason(reply);
    }
  }

  private void notification(String method, JsonNode params) {
    switch (method) {
      case "mining.set_difficulty" ->
          target = Target.ofDifficulty(params.path(0).asDouble(), difficultyOne);
      case "mining.notify" -> listener.work(work(params));
      case "mining.set_extranonce" -> {
        extranonce1 = Bytes.ofHex(params.path(0).asText());
        extranonce2Size = params.path(1).asInt();
      }
      case "client.show_message" -> listener.message(params.path(0).asText());
      default -> {
        // A server may say more than a miner has to know.
      }
    }
  }

  private Work work(JsonNode params) {
    List<Bytes> branches = new ArrayList<>();
    params.path(4).forEach(branch -> branches.add(Bytes.ofHex(branch.asText())));
    return new Work(
        params.path(0).asText(),
        Bytes.ofHex(params.path(1).asText()),
        Bytes.ofHex(params.path(2).asText()),
        Bytes.ofHex(params.path(3).asText()),
        branches,
        Integer.parseUnsignedInt(params.path(5).asText(), 16),
        Integer.parseUnsignedInt(params.path(6).asText(), 16),
        Integer.parseUnsignedInt(params.path(7).asText(), 16),
        extranonce1,
        extranonce2Size,
        target);
  }

  /** Hands a share in. */
  void submit(Work work, byte[] extranonce2, int nonce, boolean block) throws IOException {
    request(
        "mining.submit",
        reply -> {
          if (reply.path("result").asBoolean()) {
            listener.accepted(block);
          } else {
            listener.rejected(block, reason(reply));
          }
        },
        user,
        work.jobId(),
        HexFormat.of().formatHex(extranonce2),
        String.format(Locale.ROOT, "%08x", work.time()),
        String.format(Locale.ROOT, "%08x", nonce));
  }

  private static String reason(JsonNode reply) {
    JsonNode error = reply.path("error");
    return error.isArray()
        ? error.path(1).asText() + " (" + error.path(0).asText() + ")"
        : "no reason given";
  }

  private void request(String method, Consumer<JsonNode> onReply, String... params)
      throws IOException {
    int id = ids.incrementAndGet();
    replies.put(id, onReply);
    ObjectNode request = json.createObjectNode().put("id", id).put("method", method);
    List.of(params).forEach(request.putArray("params")::add);
    synchronized (out) {
      out.write(json.writeValueAsString(request));
      out.write('\n');
      out.flush();
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
