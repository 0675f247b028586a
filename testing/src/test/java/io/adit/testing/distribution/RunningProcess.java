package io.adit.testing.distribution;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A command of the built distribution in a process of its own, and what it says. */
class RunningProcess implements AutoCloseable {
  /** Generous: the machine may be busy with other things. */
  static final Duration LIMIT = Duration.ofSeconds(60);

  private static final Path HOME =
      Path.of(System.getProperty("adit.distribution", "../distribution/target/adit"))
          .toAbsolutePath()
          .normalize();

  private final Process process;
  private final List<String> out = new CopyOnWriteArrayList<>();
  private final List<String> err = new CopyOnWriteArrayList<>();
  private final List<Thread> readers = new ArrayList<>();

  RunningProcess(String... arguments) {
    Path script = HOME.resolve("bin/adit");
    if (!Files.exists(script)) {
      throw new IllegalStateException(script + " is not there: build the distribution first");
    }
    List<String> command = new ArrayList<>(List.of("sh", script.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("ADIT_"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    try {
      process = builder.start();
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Outputs.started(this);
    read(process.getInputStream(), out);
    read(process.getErrorStream(), err);
  }

  private void read(InputStream stream, List<String> into) {
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader lines =
                  new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                  into.add(line);
                }
              } catch (IOException e) {
                into.add("(reading what it says failed: " + e + ")");
              }
            },
            "output-of-" + process.pid());
    reader.setDaemon(true);
    reader.start();
    readers.add(reader);
  }

  /** What it has said on stdout so far. */
  final List<String> out() {
    return out;
  }

  /** What it has said on stderr so far. */
  final List<String> err() {
    return err;
  }

  final boolean isAlive() {
    return process.isAlive();
  }

  /** Lines on stdout that hold the text. */
  final long count(String text) {
    return out.stream().filter(line -> line.contains(text)).count();
  }

  /** Returns as soon as a line on stdout matches; fails at once where the process has ended. */
  final Matcher awaitLine(String regex) {
    return awaitLine(out, regex);
  }

  /** The same on stderr. */
  final Matcher awaitErrLine(String regex) {
    return awaitLine(err, regex);
  }

  private Matcher awaitLine(List<String> lines, String regex) {
    Pattern pattern = Pattern.compile(regex);
    return await("a line that matches " + regex)
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(5))
        .failFast(
            "the process has ended", () -> hasEnded() && find(pattern, lines).findAny().isEmpty())
        .until(() -> find(pattern, lines).findFirst().orElse(null), match -> match != null);
  }

  /** Whether it has ended, and all that it has said is here. */
  private boolean hasEnded() {
    return !isAlive() && readers.stream().noneMatch(Thread::isAlive);
  }

  private static Stream<Matcher> find(Pattern pattern, List<String> lines) {
    return lines.stream().map(pattern::matcher).filter(Matcher::find);
  }

  /** Waits for it to end by itself. */
  final int awaitExit() {
    try {
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("still running after " + LIMIT.toSeconds() + " s");
      }
      for (Thread reader : readers) {
        reader.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return process.exitValue();
  }

  /** As Ctrl-C or a service manager does; returns the exit code. */
  final int stop() {
    // Process.destroy would close its output, too.
    process.toHandle().destroy();
    return awaitExit();
  }

  /** As {@code kill -9}. */
  final void kill() {
    process.toHandle().destroyForcibly();
    awaitExit();
  }

  @Override
  public void close() {
    kill();
  }

  @Override
  public String toString() {
    return process.info().commandLine().orElse("process " + process.pid())
        + "\nstdout:\n  "
        + String.join("\n  ", out)
        + "\nstderr:\n  "
        + String.join("\n  ", err);
  }
}
