package io.adit.ledger;

import io.adit.api.store.ShareStore;
import io.adit.api.store.StoreException;
import java.util.Comparator;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A store, as a feed sees it.
 *
 * @param service the store itself
 * @param writer hands it a batch
 * @param keeper tells how far it is
 * @param ranking service.ranking
 * @param id service.id
 * @param expendable whether it may miss records, see {@link ShareStore#EXPENDABLE}
 */
record Sink<T>(
    Object service, Writer<T> writer, Keeper keeper, int ranking, long id, boolean expendable) {
  /** As the registry orders services: highest ranking first, the oldest among equals. */
  static final Comparator<Sink<?>> ORDER =
      Comparator.<Sink<?>>comparingInt(Sink::ranking).reversed().thenComparingLong(Sink::id);

  /** Hands a batch to a store, which takes all or none of it. */
  @FunctionalInterface
  interface Writer<T> {
    void write(Log.Batch<T> batch) throws StoreException;
  }

  /** Knows how far a store is. */
  interface Keeper {
    /** One that keeps no position, and may be handed something at any time. */
    Keeper NONE =
        new Keeper() {
          @Override
          public boolean isStarting() {
            return false;
          }

          @Override
          public OptionalLong position() {
            return OptionalLong.empty();
          }
        };

    /** Whether there is nothing to be known yet, nor to be handed over. */
    boolean isStarting();

    /** The position up to which a store has what was written; empty if it does not keep it. */
    OptionalLong position() throws StoreException;
  }

  static <T> Sink<T> of(
      Object service, Writer<T> writer, Keeper keeper, Map<String, ?> properties) {
    int ranking = properties.get("service.ranking") instanceof Integer value ? value : 0;
    long id = properties.get("service.id") instanceof Long value ? value : 0;
    boolean expendable = Boolean.TRUE.equals(properties.get(ShareStore.EXPENDABLE));
    return new Sink<>(service, writer, keeper, ranking, id, expendable);
  }

  /** The name under which a store's position is kept: see {@link Ledger}. */
  static String nameOf(Object service, Map<String, ?> properties) {
    Object pid = properties.get("service.pid");
    Object name = pid == null ? properties.get("component.name") : pid;
    if (name instanceof String[] names) {
      return String.join(",", names);
    }
    return name == null ? service.getClass().getName() : name.toString();
  }
}
