package io.adit.testing.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * One connection of a dialogue: what was heard on it, how much of it was expected, and the miner
 * that listens. A failure is an {@link AssertionError}.
 */
final class Talk implements AutoCloseable {
  private static final String BARRIER = "wire-barrier";

  private final String name;
  private final Lines lines;
  private final Variables variables;
  private final List<String> transcript;
  private final Duration patience;
  private final Miner miner = new Miner();

  private final List<JsonNode> heard = new ArrayList<>();
  private final BitSet expected = new BitSet();
  private final List<MessagePattern> forbidden = new ArrayList<>();
  private final List<MessagePattern> optional = new ArrayList<>();

  /** Index of the message that was expected last. */
  private int last = -1;

  private boolean mayEnd;
  private boolean left;

  Talk(String name, Lines lines, Variables variables, List<String> transcript, Duration patience) {
    this.name = name;
    this.lines = lines;
    this.variables = variables;
    this.transcript = transcript;
    this.patience = patience;
  }

  Miner miner() {
    return miner;
  }

  /** Waits until the job of that name has come. */
  MinerJob job(String id) {
    long deadline = deadline();
    while (miner.job(id).isEmpty()) {
      if (!hear(deadline)) {
        throw new AssertionError("no job " + id + " on connection " + name);
      }
    }
    return miner.job(id).orElseThrow();
  }

  void send(String text) {
    send(text.getBytes(StandardCharsets.UTF_8), text);
  }

  /** Sends bytes that the transcript has as {@code shown}. */
  void send(byte[] bytes, String shown) {
    boolean taken = lines.send(bytes);
    transcript.add(name + " > " + shown.stripTrailing() + (taken ? "" : "  (not taken)"));
  }

  /** Waits for a message like that, wherever it stands among those not yet expected. */
  void expect(MessagePattern pattern) {
    long deadline = deadline();
    int seen = expected.nextClearBit(0);
    do {
      for (; seen < heard.size(); seen++) {
        if (!expected.get(seen) && pattern.matches(heard.get(seen), variables)) {
          matched(seen);
          return;
        }
      }
    } while (hear(deadline));
    throw new AssertionError(
        "no " + pattern + (lines.isEnded() ? "; the server has ended the connection" : ""));
  }

  /** Waits for the message right after the one expected last, which must be like that. */
  void expectNext(MessagePattern pattern) {
    long deadline = deadline();
    int next = last + 1;
    while (heard.size() <= next) {
      if (!hear(deadline)) {
        throw new AssertionError("nothing came where the next message had to be " + pattern);
      }
    }
    if (!pattern.matches(heard.get(next), variables)) {
      throw new AssertionError("the next message was not " + pattern + ": " + heard.get(next));
    }
    matched(next);
  }

  /** No message between the one expected last and the one expected next is like that. */
  void forbid(MessagePattern pattern) {
    forbidden.add(pattern);
  }

  /** Replies like that may come, once or often or not. */
  void allow(MessagePattern pattern) {
    optional.add(pattern);
  }

  private void matched(int index) {
    if (!forbidden.isEmpty() && index <= last) {
      throw new AssertionError("came before what was expected earlier: " + heard.get(index));
    }
    for (JsonNode message : heard.subList(last + 1, Math.max(last + 1, index))) {
      for (MessagePattern pattern : forbidden) {
        if (pattern.matches(message, variables)) {
          throw new AssertionError("must not come: " + message);
        }
      }
    }
    forbidden.clear();
    expected.set(index);
    last = index;
  }

  /** Reads a message; false if there is none in time. */
  private boolean hear(long deadline) {
    try {
      Optional<String> line = lines.next(deadline);
      if (line.isEmpty()) {
        return false;
      }
      transcript.add(name + " < " + line.get());
      JsonNode message = Lines.JSON.readTree(line.get());
      Optional<String> fault = Grammar.fault(message);
      if (fault.isPresent()) {
        throw new AssertionError(fault.get() + ": " + line.get());
      }
      miner.hear(message);
      heard.add(message);
      return true;
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The server may end the connection, or not. */
  void mayEnd() {
    mayEnd = true;
  }

  /** Waits until the server has ended the connection. */
  void expectEnd() {
    long deadline = deadline();
    while (hear(deadline)) {
      // All that it says before it goes.
    }
    if (!lines.isEnded()) {
      throw new AssertionError("the server has not ended the connection");
    }
    left = true;
  }

  /** Hangs up, and waits until the server has, too. */
  void leave() {
    lines.hangUp();
    expectEnd();
    transcript.add(name + " closed");
  }

  /** Whatever was sent is answered by now, and nothing was answered twice or without need. */
  void finish() {
    if (left) {
      return;
    }
    send("{\"id\":\"" + BARRIER + "\",\"method\":\"mining.ping\",\"params\":[]}\n");
    try {
      expect(MessagePattern.parse("{\"id\":\"" + BARRIER + "\"}"));
    } catch (AssertionError e) {
      if (mayEnd && lines.isEnded()) {
        return;
      }
      throw new AssertionError("the connection does not work any more: " + e.getMessage(), e);
    }
    for (int i = 0; i < heard.size(); i++) {
      JsonNode message = heard.get(i);
      boolean foreseen =
          expected.get(i)
              || message.has("method")
              || optional.stream().anyMatch(pattern -> pattern.matches(message, variables));
      if (!foreseen) {
        throw new AssertionError("a reply to nothing: " + message);
      }
    }
  }

  private long deadline() {
    return System.nanoTime() + patience.toNanos();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
