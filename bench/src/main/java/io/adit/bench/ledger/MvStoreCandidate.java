package io.adit.bench.ledger;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;

/**
 * H2's MVStore: a copy-on-write tree. What is put is in memory until a commit writes a chunk with
 * all changed pages.
 */
final class MvStoreCandidate implements Candidate {
  private final MVStore store;
  private final MVMap<Long, byte[]> shares;
  private final AtomicLong next;

  MvStoreCandidate(Path directory) {
    store =
        new MVStore.Builder()
            .fileName(directory.resolve("ledger.mv").toString())
            .autoCommitDisabled()
            .open();
    shares =
        store.openMap(
            "shares",
            new MVMap.Builder<Long, byte[]>()
                .keyType(LongDataType.INSTANCE)
                .valueType(ByteArrayDataType.INSTANCE));
    Long last = shares.lastKey();
    next = new AtomicLong(last == null ? 0 : last + 1);
  }

  @Override
  public Appender appender() {
    return share -> shares.put(next.getAndIncrement(), share.clone());
  }

  @Override
  public boolean handsOverOnAppend() {
    return false;
  }

  @Override
  public void handOver() {
    store.commit();
  }

  @Override
  public void sync() {
    store.commit();
    store.sync();
  }

  @Override
  public void replay(Sink sink) {
    shares.values().forEach(sink::accept);
  }

  @Override
  public void close() {
    store.closeImmediately(); // without the compaction that a close would do
  }
}
