package io.adit.config.yaml;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says when a file has changed, come or gone, on a thread of its own. It looks from time to time:
 * unlike the operating system's notices, that works on every file system, and through links.
 */
final class FileWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FileWatch.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** What changes with a file's content. */
  private record Stamp(FileTime modified, long size, Optional<Object> identity) {
    static Optional<Stamp> of(Path file) {
      try {
        BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
        return Optional.of(
            new Stamp(
                found.lastModifiedTime(), found.size(), Optional.ofNullable(found.fileKey())));
      } catch (IOException e) {
        return Optional.empty();
      }
    }
  }

  private final Path file;
  private final Duration interval;
  private final Runnable changed;
  private final Optional<Stamp> atStart;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "adit-file-watch");

  /**
   * Starts to watch.
   *
   * @param interval between two looks
   * @param changed called on the watch's thread, once for each change, when the file has been as it
   *     is for an interval: so that it is not read half written
   */
  FileWatch(Path file, Duration interval, Runnable changed) {
    this.file = file;
    this.interval = interval;
    this.changed = changed;
    atStart = Stamp.of(file);
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    Optional<Stamp> told = atStart;
    Optional<Stamp> before = atStart;
    while (!isClosedWithin(interval)) {
      Optional<Stamp> now = Stamp.of(file);
      if (now.equals(before) && !now.equals(told)) {
        told = now;
        tell();
      }
      before = now;
    }
  }

  private void tell() {
    try {
      changed.run();
    } catch (RuntimeException e) {
      log.error("a change of {} could not be taken over", file, e);
    }
  }

  private boolean isClosedWithin(Duration time) {
    try {
      return closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }

  /** Ends the watch and its thread. Must not be called from within {@code changed}. */
  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      log.warn("the watch of {} has not ended within {} s", file, PATIENCE.toSeconds());
    }
  }
}
