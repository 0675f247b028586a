package io.adit.pool;

import io.adit.api.State;
import io.adit.api.ledger.BlockLedger;
import io.adit.api.ledger.FoundBlock;
import io.adit.api.ledger.LedgerSnapshot;
import io.adit.api.ledger.Share;
import io.adit.api.ledger.ShareLedger;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A ledger in memory that does as it is told. */
final class FakeLedger implements ShareLedger, BlockLedger {
  final List<Share> shares = new ArrayList<>();
  final List<FoundBlock> blocks = Collections.synchronizedList(new ArrayList<>());
  volatile boolean takes = true;

  /** Up to where shares are on disk. */
  private long durable = Long.MAX_VALUE;

  private final Map<Long, Consumer<Boolean>> waiting = new LinkedHashMap<>();

  /** From now on, shares are on disk only once {@link #sync} says so. */
  void lag() {
    durable = shares.size() - 1L;
  }

  /** What was asked for is on disk now, or never will be. */
  void sync(boolean success) {
    Map<Long, Consumer<Boolean>> asked = new LinkedHashMap<>(waiting);
    waiting.clear();
    asked.forEach(
        (position, then) -> {
          durable = success ? Math.max(durable, position) : durable;
          then.accept(success);
        });
  }

  /** How many ask to be told. */
  int questions() {
    return waiting.size();
  }

  @Override
  public State state() {
    return takes ? State.ready("in memory") : State.waiting("no room left");
  }

  @Override
  public long append(Share share) {
    if (!takes) {
      return REFUSED;
    }
    shares.add(share);
    return shares.size() - 1L;
  }

  @Override
  public boolean isDurable(long position) {
    return position <= durable;
  }

  @Override
  public void whenDurable(long position, Consumer<Boolean> then) {
    if (isDurable(position)) {
      then.accept(true);
    } else {
      waiting.put(position, then);
    }
  }

  @Override
  public void append(FoundBlock block) throws IOException {
    blocks.add(block);
  }

  @Override
  public List<FoundBlock> open(String pool) {
    Map<Object, FoundBlock> latest = new LinkedHashMap<>();
    blocks.forEach(block -> latest.put(block.hash(), block));
    return latest.values().stream()
        .filter(block -> block.pool().equals(pool) && block.status().isOpen())
        .toList();
  }

  @Override
  public LedgerSnapshot snapshot() {
    return new LedgerSnapshot(state(), "os", 0, shares.size(), List.of());
  }
}
