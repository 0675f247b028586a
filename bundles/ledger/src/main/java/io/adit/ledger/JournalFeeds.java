package io.adit.ledger;

import io.adit.api.State;
import io.adit.api.ledger.FoundBlock;
import io.adit.api.ledger.Share;
import io.adit.api.store.BlockStore;
import io.adit.api.store.ShareBatch;
import io.adit.api.store.ShareStore;
import io.adit.api.store.StoreException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** The stores that are fed from disk, and how far they are. */
final class JournalFeeds {
  private static final String SHARES = "shares to ";
  private static final String BLOCKS = "blocks to ";

  private final String ledger;
  private final Feeds<Share> shares;
  private final Feeds<FoundBlock> blocks;

  /**
   * Without stores as yet.
   *
   * @param ledger the ledger's id
   */
  JournalFeeds(
      String ledger, ShareLog shares, BlockLog blocks, Settings settings, LongSupplier nanos) {
    this.ledger = ledger;
    this.shares = new Feeds<>(shares, settings, nanos);
    this.blocks = new Feeds<>(blocks, settings, nanos);
  }

  Feeds<Share> shares() {
    return shares;
  }

  Feeds<FoundBlock> blocks() {
    return blocks;
  }

  /** Blocks are all handed out again, so what counts there is that the store is known. */
  void expect(String name, long position) {
    if (name.startsWith(BLOCKS)) {
      blocks.expect(name, 0);
    } else {
      shares.expect(name, position);
    }
  }

  /** By the names of {@link #expect}. */
  Map<String, Long> positions() {
    Map<String, Long> positions = new LinkedHashMap<>();
    shares.all().forEach(feed -> positions.put(feed.name(), feed.position()));
    blocks.all().forEach(feed -> positions.put(feed.name(), 0L));
    return positions;
  }

  void add(ShareStore store, Map<String, ?> properties) {
    shares.add(
        SHARES + Sink.nameOf(store, properties),
        Sink.of(store, batch -> store.append(batchOf(batch)), keeper(store), properties));
  }

  private Sink.Keeper keeper(ShareStore store) {
    return new Sink.Keeper() {
      @Override
      public boolean isStarting() {
        return store.state().kind() == State.Kind.STARTING;
      }

      @Override
      public OptionalLong position() throws StoreException {
        return store.position(ledger);
      }
    };
  }

  private ShareBatch batchOf(Log.Batch<Share> batch) {
    return new ShareBatch(ledger, batch.start(), batch.end(), batch.records());
  }

  void remove(ShareStore store, Map<String, ?> properties) {
    shares.remove(SHARES + Sink.nameOf(store, properties), store);
  }

  void add(BlockStore store, Map<String, ?> properties) {
    blocks.add(
        BLOCKS + Sink.nameOf(store, properties),
        Sink.of(store, batch -> store.record(batch.records()), Sink.Keeper.NONE, properties));
  }

  void remove(BlockStore store, Map<String, ?> properties) {
    blocks.remove(BLOCKS + Sink.nameOf(store, properties), store);
  }

  /** Has all hand on what is there, and end. */
  void close() {
    blocks.close();
    shares.close();
  }

  /** Waits until all have ended, or that moment. */
  void awaitEnd(long deadlineNanos) throws InterruptedException {
    blocks.awaitEnd(deadlineNanos);
    shares.awaitEnd(deadlineNanos);
  }
}
