package io.adit.testing.verdict;

import io.adit.api.State;
import io.adit.api.ledger.BlockLedger;
import io.adit.api.ledger.FoundBlock;
import io.adit.api.ledger.LedgerSnapshot;
import io.adit.api.ledger.Share;
import io.adit.api.ledger.ShareLedger;
import java.util.List;
import java.util.function.Consumer;

/** Keeps shares in a list, and blocks not at all. */
final class TestLedger implements ShareLedger, BlockLedger {
  private final List<Share> shares;

  TestLedger(List<Share> shares) {
    this.shares = shares;
  }

  @Override
  public State state() {
    return State.ready("test");
  }

  @Override
  public long append(Share share) {
    shares.add(share);
    return shares.size() - 1L;
  }

  @Override
  public boolean isDurable(long position) {
    return true;
  }

  @Override
  public void whenDurable(long position, Consumer<Boolean> then) {
    then.accept(true);
  }

  @Override
  public LedgerSnapshot snapshot() {
    return new LedgerSnapshot(state(), "os", 0, shares.size(), List.of());
  }

  @Override
  public void append(FoundBlock block) {}

  @Override
  public List<FoundBlock> open(String pool) {
    return List.of();
  }
}
