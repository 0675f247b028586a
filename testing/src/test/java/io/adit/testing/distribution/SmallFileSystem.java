package io.adit.testing.distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A file system of its own, in memory, that is soon full. Mounting one needs root. */
final class SmallFileSystem implements AutoCloseable {
  private static final int CHUNK = 64 * 1024;

  private final Path directory;
  private final Path ballast;

  /** Mounts one of {@code megabytes} at a directory, which is made. */
  SmallFileSystem(Path directory, int megabytes) {
    this.directory = directory;
    ballast = directory.resolve("ballast");
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", directory.toString());
  }

  /** Fills it until no more than {@code bytes} are free. */
  void fill(long bytes) {
    try (var out = Files.newOutputStream(ballast)) {
      while (free() > bytes) {
        out.write(new byte[(int) Math.min(CHUNK, free() - bytes)]);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long free() {
    try {
      return Files.getFileStore(directory).getUsableSpace();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Has room again. */
  void empty() {
    try {
      Files.delete(ballast);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    run("umount", "-l", directory.toString());
  }

  private static void run(String... command) {
    try {
      Process process = new ProcessBuilder(command).inheritIO().start();
      if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException(String.join(" ", command) + " failed: is this root?");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
