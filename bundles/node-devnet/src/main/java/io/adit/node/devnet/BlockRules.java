package io.adit.node.devnet;

import io.adit.api.Bytes;
import io.adit.api.Hash;
import io.adit.api.pow.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a block has to be like. Faults have the names that Bitcoin Core gives them, and are looked
 * for in its order.
 *
 * @see <a
 *     href="https://github.com/bitcoin/bitcoin/blob/master/src/validation.cpp">validation.cpp</a>
 */
final class BlockRules {
  private static final int MAX_SIZE = 4_000_000;
  private static final int LEAST_VERSION = 4;
  private static final int MIN_COINBASE_SCRIPT = 2;
  private static final int MAX_COINBASE_SCRIPT = 100;
  private static final long MAX_FUTURE_SECONDS = 2 * 60 * 60;
  private static final long LOCK_TIME_IS_HEIGHT = 500_000_000;
  private static final long FINAL = 0xffffffffL;

  private final Chain chain;

  BlockRules(Chain chain) {
    this.chain = chain;
  }

  /**
   * What is wrong with a block, empty if it may be the next one.
   *
   * @param powHash the hash of its header that counts as work, least significant byte first
   * @param bits that it has to have
   * @param now seconds since 1970
   */
  Optional<String> fault(Block block, byte[] powHash, int bits, long now) {
    return firstOf(
        () -> work(block, powHash),
        () -> content(block),
        () -> coinbase(block.transactions().get(0)),
        () -> place(block, bits, now),
        () -> height(block),
        () -> witnesses(block),
        () -> spending(block));
  }

  private interface Rule {
    Optional<String> fault();
  }

  private static Optional<String> firstOf(Rule... rules) {
    for (Rule rule : rules) {
      Optional<String> fault = rule.fault();
      if (fault.isPresent()) {
        return fault;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> when(boolean wrong, String fault) {
    return wrong ? Optional.of(fault) : Optional.empty();
  }

  private static Optional<String> work(Block block, byte[] powHash) {
    try {
      return when(!Target.ofCompact(block.bits()).isMetBy(powHash), "high-hash");
    } catch (IllegalArgumentException noTarget) {
      return Optional.of("high-hash");
    }
  }

  private static Optional<String> content(Block block) {
    List<Transaction> transactions = block.transactions();
    if (transactions.isEmpty() || block.size() > MAX_SIZE) {
      return Optional.of("bad-blk-length");
    }
    List<Hash> ids = transactions.stream().map(Transaction::id).toList();
    if (!Consensus.merkleRoot(ids).equals(block.merkleRoot())) {
      return Optional.of("bad-txnmrklroot");
    }
    if (!transactions.get(0).isCoinbase()) {
      return Optional.of("bad-cb-missing");
    }
    return when(transactions.stream().skip(1).anyMatch(Transaction::isCoinbase), "bad-cb-multiple");
  }

  private static Optional<String> coinbase(Transaction coinbase) {
    if (coinbase.outputs().isEmpty()) {
      return Optional.of("bad-txns-vout-empty");
    }
    long total = 0;
    for (Transaction.Output output : coinbase.outputs()) {
      if (output.satoshis() < 0) {
        return Optional.of("bad-txns-vout-negative");
      }
      if (output.satoshis() > Consensus.MAX_SATOSHIS) {
        return Optional.of("bad-txns-vout-toolarge");
      }
      total += output.satoshis();
      if (total > Consensus.MAX_SATOSHIS) {
        return Optional.of("bad-txns-txouttotal-toolarge");
      }
    }
    int size = coinbase.inputs().get(0).script().size();
    return when(size < MIN_COINBASE_SCRIPT || size > MAX_COINBASE_SCRIPT, "bad-cb-length");
  }

  private Optional<String> place(Block block, int bits, long now) {
    if (!block.previous().equals(chain.tip())) {
      // One that builds on an older block is not followed, as it has less work than the tip.
      return Optional.of(chain.contains(block.previous()) ? "inconclusive" : "prev-blk-not-found");
    }
    if (block.bits() != bits) {
      return Optional.of("bad-diffbits");
    }
    if (block.time() <= chain.medianTime()) {
      return Optional.of("time-too-old");
    }
    if (block.time() > now + MAX_FUTURE_SECONDS) {
      return Optional.of("time-too-new");
    }
    return when(
        block.version() < LEAST_VERSION, String.format("bad-version(0x%08x)", block.version()));
  }

  private Optional<String> height(Block block) {
    int height = chain.height() + 1;
    Transaction coinbase = block.transactions().get(0);
    long limit = coinbase.lockTime() < LOCK_TIME_IS_HEIGHT ? height : chain.medianTime();
    if (coinbase.lockTime() >= limit && coinbase.inputs().get(0).sequence() != FINAL) {
      return Optional.of("bad-txns-nonfinal");
    }
    Bytes script = coinbase.inputs().get(0).script();
    Bytes expected = Consensus.heightScript(height);
    return when(
        script.size() < expected.size()
            || !Bytes.copyOf(script.toArray(), 0, expected.size()).equals(expected),
        "bad-cb-height");
  }

  /** BIP 141. */
  private static Optional<String> witnesses(Block block) {
    List<Transaction> transactions = block.transactions();
    Transaction coinbase = transactions.get(0);
    // If there are several commitments, the last one counts.
    Optional<Hash> commitment =
        coinbase.outputs().stream()
            .map(Transaction.Output::script)
            .filter(Consensus::isCommitment)
            .reduce((earlier, later) -> later)
            .map(Consensus::commitmentOf);
    if (commitment.isEmpty()) {
      return when(transactions.stream().anyMatch(Transaction::hasWitness), "unexpected-witness");
    }
    List<Bytes> witness = coinbase.inputs().get(0).witness();
    if (witness.size() != 1 || witness.get(0).size() != Hash.SIZE) {
      return Optional.of("bad-witness-nonce-size");
    }
    List<Hash> leaves = new ArrayList<>(transactions.stream().map(Transaction::witnessId).toList());
    leaves.set(0, Hash.ZERO);
    Hash actual =
        Consensus.hashOfBoth(Consensus.merkleRoot(leaves), Hash.ofWire(witness.get(0).toArray()));
    return when(!actual.equals(commitment.get()), "bad-witness-merkle-match");
  }

  private Optional<String> spending(Block block) {
    if (block.transactions().size() > 1) {
      // No output of this chain can be spent: it keeps none.
      return Optional.of("bad-txns-inputs-missingorspent");
    }
    long paid =
        block.transactions().get(0).outputs().stream()
            .mapToLong(Transaction.Output::satoshis)
            .sum();
    return when(paid > Consensus.subsidy(chain.height() + 1), "bad-cb-amount");
  }
}
