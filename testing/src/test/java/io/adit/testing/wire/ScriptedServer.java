package io.adit.testing.wire;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Takes one connection, and says what it was told to for each line; it knows the barrier. */
final class ScriptedServer implements AutoCloseable {
  /** In an answer: the connection ends there. */
  static final String END = "(end)";

  private static final String BARRIER =
      "{\"id\":\"wire-barrier\",\"result\":true,\"error\":null}\n";

  private final ServerSocket socket;
  private final Map<String, String> answers;
  private final Thread thread = new Thread(this::serve, "scripted-server");

  /** Answers a line that contains a key with that key's value. */
  ScriptedServer(Map<String, String> answers) {
    this.answers = answers;
    try {
      socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread.start();
  }

  int port() {
    return socket.getLocalPort();
  }

  private void serve() {
    try (Socket miner = socket.accept();
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(miner.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String answer = answerTo(line);
        miner.getOutputStream().write(answer.replace(END, "").getBytes(StandardCharsets.UTF_8));
        if (answer.endsWith(END)) {
          return;
        }
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private String answerTo(String line) {
    if (line.contains("wire-barrier")) {
      return BARRIER;
    }
    return answers.entrySet().stream()
        .filter(answer -> line.contains(answer.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }

  @Override
  public void close() {
    try {
      socket.close();
      thread.join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
