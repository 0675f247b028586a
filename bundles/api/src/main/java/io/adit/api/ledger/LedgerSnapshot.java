package io.adit.api.ledger;

import io.adit.api.State;
import java.util.List;
import java.util.Objects;

/**
 * A ledger at one moment.
 *
 * @param state as {@link ShareLedger#state}
 * @param durability what an answered share has survived: {@code os} or {@code fsync}
 * @param bytes that shares take on disk
 * @param end position after the newest share
 * @param stores those that it feeds, and those that it keeps records for
 */
public record LedgerSnapshot(
    State state, String durability, long bytes, long end, List<StoreSnapshot> stores) {
  public LedgerSnapshot {
    Objects.requireNonNull(state);
    Objects.requireNonNull(durability);
    stores = List.copyOf(stores);
  }

  /**
   * How far a store is.
   *
   * @param name of the kind of records, and of the store
   * @param position everything before it was taken
   * @param waiting records that it has yet to take
   * @param present whether the store is there
   * @param failing whether it has refused the last batch
   */
  public record StoreSnapshot(
      String name, long position, long waiting, boolean present, boolean failing) {}
}
