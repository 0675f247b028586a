package io.adit.config.yaml;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The record of shares and blocks, on their way to the stores.
 *
 * @param directory of its own; empty for one in the data directory
 * @param fsync whether a share is answered only once it is on the disk
 * @param maxMegabytes MiB that shares may take which wait for stores
 * @param newStoreFromOldest whether a store that was never fed gets what there is, or what comes
 */
public record LedgerConfig(
    Optional<Path> directory, boolean fsync, int maxMegabytes, boolean newStoreFromOldest) {}
