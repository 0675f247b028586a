package io.adit.pool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.adit.api.session.Session;
import io.adit.api.stratum.LineBuffer;
import io.adit.api.transport.Connection;
import io.adit.api.transport.Loop;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * A miner that has learnt the protocol from its description: it hashes what the lines say, with no
 * code of the server's, and so is a check on it.
 */
final class TestMiner implements Connection, Loop {
  private static final ObjectMapper JSON = new ObjectMapper();

  private PoolBench bench;
  private final Session session = new Session();
  private final List<JsonNode> received = new ArrayList<>();
  private final List<String> kept = new ArrayList<>();
  private final StringBuilder written = new StringBuilder();
  private boolean open = true;
  private boolean held;
  private int resumed;

  TestMiner(PoolBench bench) {
    this.bench = bench;
    bench.conversation.opened(this);
  }

  /** A solved job, ready to be submitted. */
  record Solution(String jobId, String extranonce2, int ntime, int nonce, Integer versionBits) {
    String line(String worker) {
      String bits = versionBits == null ? "" : String.format(Locale.ROOT, ",\"%08x\"", versionBits);
      return String.format(
          Locale.ROOT,
          "{\"id\":4,\"method\":\"mining.submit\",\"params\":[\"%s\",\"%s\",\"%s\",\"%08x\",\"%08x\"%s]}",
          worker,
          jobId,
          extranonce2,
          ntime,
          nonce,
          bits);
    }
  }

  /** Sends a line; the first reply to it. */
  JsonNode ask(String line) {
    int before = received.size();
    send(line);
    return received.stream()
        .skip(before)
        .filter(message -> message.has("result"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no reply to " + line));
  }

  /** Sends a line; false if the server keeps it for later. */
  boolean send(String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    boolean taken = kept.isEmpty() && bench.conversation.line(this, bytes, 0, bytes.length);
    if (!taken) {
      kept.add(line);
    }
    return taken;
  }

  /** The error code of the reply to a submit, 0 if it was accepted. */
  int submit(Solution solution) {
    return submit(solution, "alice.1");
  }

  int submit(Solution solution, String worker) {
    return codeOf(ask(solution.line(worker)));
  }

  /** Another pool takes the connection over. */
  void movesTo(PoolBench next) {
    bench = next;
    next.conversation.adopted(this);
  }

  /** Of the last thing that the server said without being asked. */
  String lastMethod() {
    return received.get(received.size() - 1).path("method").asText();
  }

  static int codeOf(JsonNode reply) {
    return reply.get("error").isNull() ? 0 : reply.get("error").get(0).asInt();
  }

  /** Of all that the server said without being asked. */
  List<String> methods() {
    return received.stream()
        .filter(message -> message.has("method"))
        .map(message -> message.get("method").asText())
        .toList();
  }

  List<JsonNode> received() {
    return received;
  }

  JsonNode lastJob() {
    return last("mining.notify");
  }

  JsonNode lastDifficulty() {
    return last("mining.set_difficulty");
  }

  private JsonNode last(String method) {
    return received.stream()
        .filter(message -> method.equals(message.path("method").asText()))
        .reduce((first, second) -> second)
        .map(message -> message.get("params"))
        .orElseThrow(() -> new AssertionError("no " + method));
  }

  /** Searches the last job for a hash that meets {@code difficulty}. */
  Solution solve(double difficulty) {
    return solve(lastJob(), difficulty, null, 0, "0000000000000001", ntimeOf(lastJob()));
  }

  static int ntimeOf(JsonNode job) {
    return Integer.parseUnsignedInt(job.get(7).asText(), 16);
  }

  /** Searches a job for a hash that meets {@code difficulty}. */
  Solution solve(
      JsonNode job,
      double difficulty,
      Integer versionBits,
      int versionMask,
      String extranonce2,
      int ntime) {
    return search(job, versionBits, versionMask, extranonce2, ntime, difficulty, true);
  }

  /** Searches the last job for a hash that does not meet {@code difficulty}. */
  Solution miss(double difficulty) {
    return search(lastJob(), null, 0, "0000000000000001", ntimeOf(lastJob()), difficulty, false);
  }

  private Solution search(
      JsonNode job,
      Integer versionBits,
      int versionMask,
      String extranonce2,
      int ntime,
      double difficulty,
      boolean meet) {
    String extranonce1 = HexFormat.of().formatHex(session.extranonce1().orElseThrow());
    return HeaderSearch.search(
        job, extranonce1, versionBits, versionMask, extranonce2, ntime, difficulty, meet);
  }

  boolean isOpen() {
    return open;
  }

  int resumed() {
    return resumed;
  }

  @Override
  public Session session() {
    return session;
  }

  @Override
  public String remote() {
    return "192.0.2.1:1";
  }

  @Override
  public Loop loop() {
    return this;
  }

  @Override
  public int index() {
    return 0;
  }

  @Override
  public void execute(Runnable task) {
    task.run();
  }

  @Override
  public void write(LineBuffer lines) {
    written.append(lines);
    flush();
  }

  @Override
  public void hold() {
    held = true;
  }

  @Override
  public void release() {
    held = false;
    flush();
  }

  @Override
  public void flush() {
    if (held || !open) {
      return;
    }
    for (String line : written.toString().lines().toList()) {
      try {
        received.add(JSON.readTree(line));
      } catch (JsonProcessingException e) {
        throw new AssertionError("not JSON: " + line, e);
      }
    }
    written.setLength(0);
  }

  @Override
  public void abort() {
    open = false;
  }

  @Override
  public void close() {
    open = false;
  }

  @Override
  public void resume() {
    resumed++;
    List<String> lines = List.copyOf(kept);
    kept.clear();
    lines.forEach(this::send);
  }
}
