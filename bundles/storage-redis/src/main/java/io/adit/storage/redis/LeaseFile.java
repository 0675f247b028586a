package io.adit.storage.redis;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a server remembers the number that it has leased, so that one that is started again while
 * Redis is away has it for as long as it is good. For one thread.
 */
final class LeaseFile {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseFile.class);

  /** How far the clock may have been set back meanwhile. */
  private static final Duration MARGIN = Duration.ofMinutes(5);

  private final Path file;
  private final String fleet;
  private final Duration goodFor;
  private final Clock clock;
  private boolean failing;

  /** A number, and for how long it is good. */
  record Remembered(int number, Duration left) {}

  /**
   * A file that may not be there yet.
   *
   * @param fleet whose numbers they are: another fleet's is of no use
   */
  LeaseFile(Path file, String fleet, Duration goodFor, Clock clock) {
    this.file = file;
    this.fleet = fleet;
    this.goodFor = goodFor;
    this.clock = clock;
  }

  /** The number that is still good; empty if there is none. */
  Optional<Remembered> read() {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Properties said = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      said.load(in);
      int number = Integer.parseInt(said.getProperty("number", ""));
      Duration left =
          Duration.ofMillis(Long.parseLong(said.getProperty("until", "")) - clock.millis())
              .minus(MARGIN);
      boolean good = !left.isNegative() && left.compareTo(goodFor) <= 0;
      return good && fleet.equals(said.getProperty("fleet"))
          ? Optional.of(new Remembered(number, left))
          : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn("{}: {}; it is not used", file, e.toString());
      return Optional.empty();
    }
  }

  /** The number is good for as long as a lease is, from now on. */
  void write(int number) {
    Properties lease = new Properties();
    lease.setProperty("fleet", fleet);
    lease.setProperty("number", Integer.toString(number));
    lease.setProperty("until", Long.toString(clock.millis() + goodFor.toMillis()));
    Path whole = file.resolveSibling(file.getFileName() + ".new");
    try {
      try (Writer out = Files.newBufferedWriter(whole)) {
        lease.store(out, null);
      }
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
      failing = false;
    } catch (IOException e) {
      if (!failing) {
        LOG.warn("{}: {}; if this server is started again, it must ask Redis", file, e.toString());
      }
      failing = true;
    }
  }

  /** The number is another server's. */
  void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("{}: {}", file, e.toString());
    }
  }
}
