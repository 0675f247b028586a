package io.adit.testing.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.adit.testing.wire.WireCase.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Goes through a case with a server. */
final class Dialogue implements AutoCloseable {
  static final List<String> VERBS =
      List.of(
          "> >& >| < <+ <! <? raw eol login solve submit mutations connection close closed may"
              .split(" "));

  private static final List<String> LOGIN =
      List.of(
          "> {\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"wire/1.0\"]}",
          "> {\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"$worker\",\"$password\"]}",
          "< {\"id\":1,\"result\":[[\"...\"],\"*\",\"*\"],\"error\":null}",
          "< ok 2",
          "< job");

  /** A JSON string, and how often. */
  private static final Pattern RAW = Pattern.compile("(\".*\")(?: \\* ([0-9]+))?");

  /** Lines of the transcript that a failure shows. */
  private static final int SHOWN = 60;

  /** So that a server is likely to read what was sent before and what comes next apart. */
  private static final long PAUSE_MILLIS = 20;

  private final String host;
  private final int port;
  private final Duration patience;
  private final Variables variables = new Variables();
  private final Bench bench = new Bench(variables);
  private final List<String> transcript = new ArrayList<>();
  private final Map<String, Talk> talks = new LinkedHashMap<>();
  private final StringBuilder held = new StringBuilder();
  private String eol = "\n";
  private String current = "1";

  private Dialogue(String host, int port, String worker, Duration patience) {
    this.host = host;
    this.port = port;
    this.patience = patience;
    variables.set("worker", worker);
  }

  /**
   * Goes through a case.
   *
   * @param patience with a server that does not answer
   * @throws AssertionError if the server does anything wrong; with what was said last
   */
  static void run(WireCase wireCase, String host, int port, String worker, Duration patience) {
    try (Dialogue dialogue = new Dialogue(host, port, worker, patience)) {
      dialogue.run(wireCase);
    } catch (IOException e) {
      throw new AssertionError(wireCase.name() + ": " + e, e);
    }
  }

  private void run(WireCase wireCase) throws IOException {
    for (Step step : wireCase.steps()) {
      try {
        run(step);
      } catch (AssertionError | RuntimeException e) {
        throw failure(wireCase.name() + ":" + step.number() + ": " + step, e);
      }
    }
    for (Map.Entry<String, Talk> talk : talks.entrySet()) {
      try {
        talk.getValue().finish();
      } catch (AssertionError e) {
        throw failure(wireCase.name() + ", at the end of connection " + talk.getKey(), e);
      }
    }
  }

  private AssertionError failure(String where, Throwable e) {
    return new AssertionError(
        where
            + "\n  "
            + e.getMessage()
            + "\n  "
            + String.join(
                "\n  ",
                transcript.subList(Math.max(0, transcript.size() - SHOWN), transcript.size())),
        e);
  }

  private void run(Step step) throws IOException {
    String text = step.text();
    switch (step.verb()) {
      case ">&" -> held.append(variables.fill(text)).append(eol);
      case ">" -> sendHeld(variables.fill(text) + eol);
      case ">|" -> {
        sendHeld(variables.fill(text));
        pause();
      }
      case "raw" -> raw(text);
      case "eol" -> eol = Lines.JSON.readValue(text, String.class);
      case "<" -> talk().expect(MessagePattern.parse(text));
      case "<+" -> talk().expectNext(MessagePattern.parse(text));
      case "<!" -> talk().forbid(MessagePattern.parse(text));
      case "<?" -> talk().allow(MessagePattern.parse(text));
      case "login" -> login(text);
      case "solve" -> bench.solve(text, talk(), talks::get);
      case "submit" -> sendHeld(bench.submit(text, talk(), talks::get) + eol);
      case "mutations" -> mutations();
      case "connection" -> current = text;
      case "close" -> {
        talk().leave();
        pause();
      }
      case "closed" -> talk().expectEnd();
      case "may" -> talk().mayEnd();
      default -> throw new IllegalStateException("no such step: " + step);
    }
  }

  private Talk talk() throws IOException {
    Talk talk = talks.get(current);
    if (talk == null) {
      talk = new Talk(current, new Lines(host, port), variables, transcript, patience);
      talks.put(current, talk);
    }
    return talk;
  }

  private void sendHeld(String more) throws IOException {
    held.append(more);
    talk().send(held.toString());
    held.setLength(0);
  }

  private void raw(String text) throws IOException {
    Matcher form = RAW.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("raw: " + text + " (expected: a JSON string, * times)");
    }
    String one = variables.fill(string(form.group(1)));
    int times = form.group(2) == null ? 1 : Integer.parseInt(form.group(2));
    // Each character is a byte.
    talk().send(one.repeat(times).getBytes(StandardCharsets.ISO_8859_1), text);
    pause();
  }

  private static String string(String json) {
    try {
      return Lines.JSON.readValue(json, String.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON string: " + json, e);
    }
  }

  /** {@code login [PASSWORD]}. */
  private void login(String password) throws IOException {
    variables.set("password", password.isEmpty() ? "x" : password);
    for (String line : LOGIN) {
      run(Step.parse(0, line));
    }
  }

  /** Hands in what differs from the last share in a byte: each is refused. */
  private void mutations() throws IOException {
    int number = 0;
    for (String params : bench.mutations(talk().miner())) {
      talk()
          .send("{\"id\":" + number + ",\"method\":\"mining.submit\",\"params\":" + params + "}\n");
      talk().expect(MessagePattern.parse("error " + number + " *"));
      number++;
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    for (Talk talk : talks.values()) {
      talk.close();
    }
  }
}
