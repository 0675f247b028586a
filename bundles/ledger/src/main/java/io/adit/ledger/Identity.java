package io.adit.ledger;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A ledger's directory: whose it is, and what it says of itself. The file {@code ledger.properties}
 * has the ledger's id, by which stores keep their positions; which stores there were, and how far
 * they are known to be; how far the disk is known to have the shares; and whether the last run
 * ended in order, and which run of the machine that was.
 */
final class Identity implements AutoCloseable {
  private static final String ID = "id";
  private static final String CLEAN = "clean";
  private static final String SEGMENT = "segment";
  private static final String DURABLE = "durable";
  private static final String BOOT = "boot";

  /** Linux has a name for each of its starts. */
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  private static final Logger LOG = LoggerFactory.getLogger(Identity.class);

  /**
   * Numbers left out after a run that did not end in order: a power cut may have taken segments
   * from the disk that a store has read, and their positions must not be used again.
   */
  private static final long LEAP = 1 << 20;

  private static final String STORE = "store.";

  private final Path file;
  private final FileChannel lockFile;
  private final FileLock lock;
  private final Properties properties = new Properties();
  private final boolean wasClean;
  private final String boot = boot();
  private final boolean rebooted;

  private Identity(Path directory, FileChannel lockFile, FileLock lock) throws IOException {
    file = directory.resolve("ledger.properties");
    this.lockFile = lockFile;
    this.lock = lock;
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        properties.load(reader);
      }
    }
    wasClean = Boolean.parseBoolean(properties.getProperty(CLEAN, "true"));
    if (!properties.containsKey(ID) && !properties.isEmpty()) {
      throw new DamageException(file + ": no id: restore it from a copy");
    }
    rebooted = boot.isEmpty() || !boot.equals(properties.getProperty(BOOT));
    properties.putIfAbsent(ID, UUID.randomUUID().toString());
  }

  /**
   * Takes a directory, which is made if need be; empty if another ledger has it.
   *
   * @throws IOException if it cannot be used
   */
  static Optional<Identity> take(Path directory) throws IOException {
    Files.createDirectories(directory);
    FileChannel channel =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return Optional.of(new Identity(directory, channel, lock));
      }
    } catch (OverlappingFileLockException e) {
      // Another one of this process.
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    return Optional.empty();
  }

  private static String boot() {
    try {
      return Files.readString(BOOT_ID).trim();
    } catch (IOException e) {
      LOG.debug("{}", BOOT_ID, e);
      return "";
    }
  }

  /** Which ledger it is. */
  String id() {
    return properties.getProperty(ID);
  }

  /**
   * The number of the first segment of this run.
   *
   * @param last the highest number that is on disk; -1 for none
   */
  long firstSegment(long last) {
    long used = Math.max(last, Long.parseLong(properties.getProperty(SEGMENT, "-1")));
    long first = used + (wasClean ? 1 : LEAP);
    properties.setProperty(SEGMENT, Long.toString(first));
    return first;
  }

  /** Position before which the disk had every share, at least; 0 if nothing is known. */
  long durable() {
    return Long.parseLong(properties.getProperty(DURABLE, "0"));
  }

  /** Whether the machine was started anew since the last run, or may have been. */
  boolean isRebooted() {
    return rebooted;
  }

  /** The stores of earlier runs, with the positions that they had at least. */
  Map<String, Long> stores() {
    Map<String, Long> stores = new LinkedHashMap<>();
    for (String key : properties.stringPropertyNames()) {
      if (key.startsWith(STORE)) {
        stores.put(key.substring(STORE.length()), Long.valueOf(properties.getProperty(key)));
      }
    }
    return stores;
  }

  /** Writes down how things are. */
  synchronized void save(Map<String, Long> stores, long durable, boolean clean) throws IOException {
    properties.stringPropertyNames().stream()
        .filter(key -> key.startsWith(STORE))
        .forEach(properties::remove);
    stores.forEach((name, position) -> properties.setProperty(STORE + name, position.toString()));
    properties.setProperty(DURABLE, Long.toString(durable));
    properties.setProperty(BOOT, boot);
    properties.setProperty(CLEAN, Boolean.toString(clean));
    save();
  }

  /** Writes down how things were. */
  synchronized void save() throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            unfinished,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      StringWriter text = new StringWriter();
      properties.store(text, null);
      ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    Directories.sync(file.getParent());
  }

  /** Leaves the directory to others. */
  @Override
  public void close() {
    try {
      lock.release();
      lockFile.close();
    } catch (IOException e) {
      LOG.warn("{}: {}", file.getParent(), e.getMessage());
    }
  }
}
