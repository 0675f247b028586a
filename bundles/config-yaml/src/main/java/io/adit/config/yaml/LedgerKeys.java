package io.adit.config.yaml;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Keys of the section {@code ledger}. */
final class LedgerKeys {
  static final Key<Optional<Path>> DIRECTORY =
      Key.of(
          "ledger.directory",
          ValueType.path(),
          "",
          "directory",
          "Where it is; empty for the directory ledger in the data directory.");
  static final Key<String> DURABILITY =
      Key.of(
          "ledger.durability",
          ValueType.choice("os", "fsync"),
          "os",
          "os | fsync",
          "When a share is answered as accepted. os: once the operating system has it, which survives"
              + " the end of the server by any means, kill -9 too. fsync: once it is on the disk, which"
              + " survives a power cut; many shares are written together, so that replies take a little"
              + " longer.");
  static final Key<Integer> MAX_SIZE =
      Key.of(
          "ledger.max_size",
          ValueType.integer(16, 1 << 20),
          "1024",
          "MiB",
          "How much room on disk the shares may take that stores have yet to take. When it is used up,"
              + " miners are told that their shares cannot be recorded.");
  static final Key<String> NEW_STORE =
      Key.of(
          "ledger.new_store",
          ValueType.choice("oldest", "now"),
          "oldest",
          "oldest | now",
          "Where a store begins that this ledger has never fed: with the oldest share that is still"
              + " there, or with the next one.");

  static final List<Key<?>> LEDGER = List.of(DIRECTORY, DURABILITY, MAX_SIZE, NEW_STORE);

  private LedgerKeys() {}
}
