package io.adit.node.devnet;

import io.adit.api.Bytes;
import io.adit.api.Hash;
import io.adit.api.node.BlockTemplate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The chain, as much of it as the next block depends on: its size does not grow with its height.
 * For one thread at a time.
 */
final class Chain {
  /** Bitcoin's: the median of the times of so many blocks is what the next one has to exceed. */
  private static final int MEDIAN_SPAN = 11;

  private static final int REMEMBERED = 2016;
  private static final int VERSION = 0x20000000;

  /** What a block without other transactions commits to: the coinbase counts as zero (BIP 141). */
  private static final Bytes EMPTY_COMMITMENT =
      Consensus.commitmentScript(Consensus.hashOfBoth(Hash.ZERO, Hash.ZERO));

  /** Heights of the latest blocks, the oldest first. */
  private final Map<Hash, Integer> recent = new LinkedHashMap<>();

  private final Deque<Long> times = new ArrayDeque<>();
  private Hash tip;
  private int height = -1;

  /** A chain of one block. */
  Chain(Hash genesis, long genesisTime) {
    tip = genesis;
    append(genesis, genesisTime);
  }

  int height() {
    return height;
  }

  Hash tip() {
    return tip;
  }

  /** Whether that block is one of the last {@value #REMEMBERED}. */
  boolean contains(Hash block) {
    return recent.containsKey(block);
  }

  /** The height of one of the last {@value #REMEMBERED} blocks; empty for any other. */
  OptionalInt heightOf(Hash block) {
    Integer known = recent.get(block);
    return known == null ? OptionalInt.empty() : OptionalInt.of(known);
  }

  /** Seconds since 1970 that the next block's time has to exceed. */
  long medianTime() {
    List<Long> sorted = times.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  /** Takes a valid block as the new tip. */
  void append(Hash block, long time) {
    tip = block;
    height++;
    recent.put(block, height);
    if (recent.size() > REMEMBERED) {
      recent.remove(recent.keySet().iterator().next());
    }
    times.add(time);
    if (times.size() > MEDIAN_SPAN) {
      times.remove();
    }
  }

  /**
   * What the next block should be.
   *
   * @param now seconds since 1970
   */
  BlockTemplate template(int bits, long now) {
    long minTime = medianTime() + 1;
    return new BlockTemplate(
        height + 1,
        VERSION,
        tip,
        bits,
        Math.max(now, minTime),
        minTime,
        Consensus.subsidy(height + 1),
        Bytes.EMPTY,
        List.of(),
        Optional.of(EMPTY_COMMITMENT),
        Optional.empty());
  }
}
