package io.adit.testing.verdict;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.adit.api.session.Session;
import io.adit.api.stratum.LineBuffer;
import io.adit.api.transport.Connection;
import io.adit.api.transport.ConnectionHandler;
import io.adit.api.transport.Loop;
import io.adit.testing.wire.Miner;
import java.nio.charset.StandardCharsets;

/** A connection with a miner at its end that knows what was said on it. */
final class TestConnection implements Connection {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TestTransport transport;
  private final ConnectionHandler handler;
  private final Session session = new Session();
  private final Miner miner;
  private final StringBuilder written = new StringBuilder();
  private boolean held;
  private JsonNode reply;
  private String subscription = "";

  TestConnection(TestTransport transport, ConnectionHandler handler, Miner miner) {
    this.transport = transport;
    this.handler = handler;
    this.miner = miner;
  }

  Miner miner() {
    return miner;
  }

  /** Says a line; returns the reply to it. */
  JsonNode ask(String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    reply = null;
    if (!handler.line(this, bytes, 0, bytes.length)) {
      throw new AssertionError("held back: " + line);
    }
    // A block's waits until the block is recorded.
    transport.runUntil(() -> reply != null);
    return reply;
  }

  /** Calls a method; returns the code of the error, or 0. */
  int call(String method, String params) {
    JsonNode error =
        ask("{\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}").path("error");
    return error.isNull() ? 0 : error.path(0).asInt();
  }

  /** Subscribes; {@code params} are those of the method. */
  void subscribe(String params) {
    JsonNode answer = ask("{\"id\":1,\"method\":\"mining.subscribe\",\"params\":" + params + "}");
    for (JsonNode subscribed : answer.path("result").path(0)) {
      if (subscribed.path(0).asText().equals("mining.notify")) {
        subscription = subscribed.path(1).asText();
      }
    }
  }

  /** The name under which the session can be resumed; empty if it has none. */
  String subscription() {
    return subscription;
  }

  /** The connection breaks. */
  void breaks() {
    handler.closed(this);
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
    return transport;
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
  public void abort() {
    close();
  }

  @Override
  public void flush() {
    if (held) {
      return;
    }
    for (String line : written.toString().lines().toList()) {
      JsonNode message;
      try {
        message = JSON.readTree(line);
      } catch (JsonProcessingException e) {
        throw new AssertionError("not JSON: " + line, e);
      }
      miner.hear(message);
      if (!message.has("method")) {
        reply = message;
      }
    }
    written.setLength(0);
  }

  @Override
  public void close() {
    throw new AssertionError("no share closes a connection");
  }

  @Override
  public void resume() {}
}
