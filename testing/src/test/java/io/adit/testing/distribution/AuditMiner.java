package io.adit.testing.distribution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.adit.testing.wire.Miner;
import io.adit.testing.wire.MinerJob;
import io.adit.testing.wire.Share;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A miner that hands in good shares, connects again whenever it has to, and counts what it was
 * told. All its shares are different ones.
 */
final class AuditMiner implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final long RETRY_NANOS = 20_000_000;

  /** A server that says nothing for so long is as good as dead. */
  private static final int SILENCE_MILLIS = 20_000;

  private final int port;
  private final String worker;
  private final int window;
  private final Duration pause;
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong unanswered = new AtomicLong();
  private final Map<Integer, Long> refused = new ConcurrentHashMap<>();
  private final Thread thread;
  private volatile String reason = "";
  private volatile boolean closed;
  private int nonce;

  /**
   * Starts one.
   *
   * @param window shares that are handed in at once
   * @param pause after the last of them was answered, before the next are searched for
   */
  AuditMiner(int port, String worker, int window, Duration pause) {
    this.port = port;
    this.worker = worker;
    this.window = window;
    this.pause = pause;
    thread = new Thread(this::run, "audit-" + worker);
    thread.setDaemon(true);
    thread.start();
  }

  String worker() {
    return worker;
  }

  /** Shares that were answered true. */
  long accepted() {
    return accepted.get();
  }

  /** Shares that were sent on a connection that ended before they were answered. */
  long unanswered() {
    return unanswered.get();
  }

  /** Shares that were refused, by code. */
  Map<Integer, Long> refused() {
    return refused;
  }

  /** What was said when a share was refused last. */
  String reason() {
    return reason;
  }

  private void run() {
    while (!closed) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
          BufferedReader in =
              new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
        mine(socket, in);
      } catch (IOException e) {
        // Killed, or not up again yet, which must not be held up by our asking.
        LockSupport.parkNanos(RETRY_NANOS);
      }
    }
  }

  private void mine(Socket socket, BufferedReader in) throws IOException {
    socket.setSoTimeout(SILENCE_MILLIS);
    Miner miner = new Miner();
    send(socket, "{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"audit\"]}\n");
    send(
        socket,
        "{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"" + worker + "\",\"x\"]}\n");
    while (miner.lastJob().isEmpty()) {
      miner.hear(read(in));
    }
    int underWay = 0;
    try {
      while (!closed || underWay > 0) {
        if (underWay == 0) {
          StringBuilder lines = new StringBuilder();
          for (int i = 0; i < window; i++) {
            lines.append(next(miner));
          }
          underWay = window;
          send(socket, lines.toString());
        }
        JsonNode message = read(in);
        miner.hear(message);
        if (message.path("id").asInt() == 4 && !message.has("method")) {
          underWay--;
          count(message);
          if (underWay == 0) {
            LockSupport.parkNanos(pause.toNanos());
            hearAll(in, miner);
          }
        }
      }
    } finally {
      unanswered.addAndGet(underWay);
    }
  }

  /** What has come meanwhile: the next shares are for the latest job. */
  private static void hearAll(BufferedReader in, Miner miner) throws IOException {
    while (in.ready()) {
      miner.hear(read(in));
    }
  }

  private void count(JsonNode reply) {
    if (reply.path("result").asBoolean()) {
      accepted.incrementAndGet();
    } else {
      refused.merge(reply.path("error").path(0).asInt(), 1L, Long::sum);
      reason = reply.path("error").path(1).asText();
    }
  }

  private String next(Miner miner) {
    MinerJob job = miner.lastJob().orElseThrow();
    String extranonce2 = "0".repeat(2 * job.extranonce2Size());
    Share share;
    do {
      nonce++;
      share = new Share(job.id(), extranonce2, job.ntime(), nonce, OptionalInt.empty());
    } while (job.hash(share, 0).compareTo(job.target()) > 0);
    return "{\"id\":4,\"method\":\"mining.submit\",\"params\":" + share.params(worker) + "}\n";
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static JsonNode read(BufferedReader in) throws IOException {
    String line = in.readLine();
    if (line == null) {
      throw new IOException("the server has closed the connection");
    }
    return JSON.readTree(line);
  }

  /** Hands in no more, and waits for the last answers. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return worker
        + ": accepted "
        + accepted
        + ", unanswered "
        + unanswered
        + ", refused "
        + refused;
  }
}
