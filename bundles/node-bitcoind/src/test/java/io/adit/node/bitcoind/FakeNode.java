package io.adit.node.bitcoind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers JSON-RPC in the shapes that Bitcoin Core's answers have, from what a test sets. */
final class FakeNode implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final CountDownLatch NO_HOLD = new CountDownLatch(0);

  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final Map<String, CountDownLatch> holds = new ConcurrentHashMap<>();
  private final Map<String, Integer> underWay = new ConcurrentHashMap<>();
  private final Map<String, Integer> mostAtOnce = new ConcurrentHashMap<>();
  private final Set<String> dripping = ConcurrentHashMap.newKeySet();
  private final AtomicInteger refusals = new AtomicInteger();
  private volatile String login = "user:secret";
  private volatile boolean longPolling = true;
  private HttpServer server;
  private ExecutorService threads;
  private int port;
  private int height = 100;
  private int brokenOff;
  private long time = 1_800_000_000;

  private record Answer(int status, String body) {}

  FakeNode() throws IOException {
    answer("getblockchaininfo", "{'chain':'regtest','blocks':100,'headers':100}");
    start();
  }

  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    port = server.getAddress().getPort();
    threads = Executors.newCachedThreadPool();
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** As {@code kill -9}: connections break, the port is closed. */
  void kill() {
    server.stop(0);
    threads.shutdownNow();
  }

  @Override
  public void close() {
    kill();
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  void login(String userAndPassword) {
    login = userAndPassword;
  }

  void withoutLongPolling() {
    longPolling = false;
  }

  /**
   * Result of a method, or of one with a first parameter ({@code method "parameter}); apostrophes
   * stand for quotes.
   */
  void answer(String method, String result) {
    answers.put(method, result(result));
  }

  private static Answer result(String result) {
    return new Answer(
        200, "{\"result\":" + result.replace('\'', '"') + ",\"error\":null,\"id\":\"adit\"}");
  }

  void error(String method, int code, String message) {
    answers.put(method, error(code, message));
  }

  private static Answer error(int code, String message) {
    return new Answer(
        500, "{\"result\":null,\"error\":{\"code\":" + code + ",\"message\":\"" + message + "\"}}");
  }

  /** What comes over HTTP, be it JSON or not. */
  void answer(String method, int status, String body) {
    answers.put(method, new Answer(status, body));
  }

  /** Templates come again instead of an error. */
  void noError(String method) {
    answers.remove(method);
  }

  /** Of the answer to a method comes a byte now and then, and never the last. */
  void drip(String method) {
    dripping.add(method);
  }

  /** Methods are answered whole and at once again. */
  void recover() {
    holds.values().forEach(CountDownLatch::countDown);
    holds.clear();
    dripping.clear();
  }

  /** A method is not answered until the latch is counted down. */
  CountDownLatch hold(String method) {
    CountDownLatch hold = new CountDownLatch(1);
    holds.put(method, hold);
    return hold;
  }

  List<String> calls() {
    return List.copyOf(calls);
  }

  long calls(String method) {
    return calls.stream().filter(call -> call.startsWith(method + " ")).count();
  }

  /** How many calls of a method there were at the same time, at the most. */
  int mostAtOnce(String method) {
    return mostAtOnce.getOrDefault(method, 0);
  }

  /** How many times somebody came with another login. */
  int refusals() {
    return refusals.get();
  }

  /** Connections of the long polls under way end without an answer. */
  synchronized void breakOffLongPolls() {
    brokenOff++;
    notifyAll();
  }

  /** Returns its hash. */
  synchronized String newTip() {
    height++;
    notifyAll();
    return tip();
  }

  synchronized void clock(long seconds) {
    time += seconds;
  }

  static String hashAt(int height) {
    return String.format("%064x", height);
  }

  private synchronized String template() {
    return String.format(
        "{'version':536870912,'rules':['csv','!segwit','taproot'],'vbavailable':{},"
            + "'vbrequired':0,'previousblockhash':'%s','transactions':[],'coinbaseaux':{},"
            + "'coinbasevalue':5000000000,%s'target':'7fffff%058x',"
            + "'mintime':1799999000,'mutable':['time'],'noncerange':'00000000ffffffff',"
            + "'curtime':%d,'bits':'207fffff','height':%d,"
            + "'default_witness_commitment':'6a24aa21a9ed%064x'}",
        hashAt(height),
        longPolling ? "'longpollid':'" + height + "'," : "",
        0,
        time,
        height + 1,
        0);
  }

  private synchronized String tip() {
    return hashAt(height);
  }

  private synchronized int brokenOff() {
    return brokenOff;
  }

  /** Whether there are any; not if the connection is to end. */
  private synchronized boolean awaitNews(String longPollId, int before)
      throws InterruptedException {
    while (longPollId.equals(Integer.toString(height)) && before == brokenOff) {
      wait();
    }
    return before == brokenOff;
  }

  private Answer ofItsOwn(String method) {
    return switch (method) {
      case "getbestblockhash" -> result("'" + tip() + "'");
      case "getblocktemplate" -> result(template());
      default -> error(-32601, "Method not found");
    };
  }

  private static void dripInto(HttpExchange exchange) throws IOException, InterruptedException {
    exchange.sendResponseHeaders(200, HttpAnswer.MAX_BODY);
    CountDownLatch never = new CountDownLatch(1);
    // Until the other side closes the connection, which ends as an exception.
    while (!never.await(20, TimeUnit.MILLISECONDS)) {
      exchange.getResponseBody().write(' ');
      exchange.getResponseBody().flush();
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode request = JSON.readTree(exchange.getRequestBody());
      String expected =
          "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
      if (!expected.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        refusals.incrementAndGet();
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      String method = request.path("method").asText();
      JsonNode params = request.path("params");
      int before = brokenOff();
      calls.add(method + " " + params);
      int atOnce = underWay.merge(method, 1, Integer::sum);
      mostAtOnce.merge(method, atOnce, Integer::max);
      try {
        holds.getOrDefault(method, NO_HOLD).await();
      } finally {
        underWay.merge(method, -1, Integer::sum);
      }
      if (dripping.contains(method)) {
        dripInto(exchange);
      }
      Answer answer =
          answers.getOrDefault(method + " \"" + params.path(0).asText(), answers.get(method));
      if (answer == null) {
        JsonNode longPollId = params.path(0).path("longpollid");
        if (longPollId.isTextual() && !awaitNews(longPollId.textValue(), before)) {
          return;
        }
        answer = ofItsOwn(method);
      }
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
