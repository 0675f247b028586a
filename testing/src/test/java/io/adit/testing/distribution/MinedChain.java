package io.adit.testing.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adit.testing.node.BcoinNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Holds each block that the server says was accepted against the node's chain, as it is said. */
final class MinedChain {
  private static final Pattern ACCEPTED =
      Pattern.compile(": block (\\d+) accepted: ([0-9a-f]{64})");
  private static final Pattern FOUND = Pattern.compile(": block \\d+ found by ");
  private static final Pattern REFUSED = Pattern.compile(": block \\d+ refused \\(");

  private final BcoinNode node;
  private final AditProcess server;
  private final List<String> accepted = new ArrayList<>();
  private final Map<Integer, String> ours = new TreeMap<>();
  private final Map<Integer, String> theirs = new TreeMap<>();
  private int read;
  private int transactions;
  private int witnesses;

  MinedChain(BcoinNode node, AditProcess server) {
    this.node = node;
    this.server = server;
  }

  /** A block of someone else's is the tip. */
  void theirs(BcoinNode.Tip tip) {
    theirs.put(tip.height(), tip.hash());
  }

  /** Looks at what the server has said since the last time. */
  private void look() {
    List<String> out = server.out();
    for (int end = out.size(); read < end; read++) {
      Matcher line = ACCEPTED.matcher(out.get(read));
      if (line.find()) {
        judge(Integer.parseInt(line.group(1)), line.group(2));
      }
    }
  }

  private void judge(int height, String hash) {
    accepted.add(hash);
    Optional<BcoinNode.Block> known = find(hash);
    known.ifPresent(block -> assertThat(block.height()).isEqualTo(height));
    if (known.isEmpty() || !known.get().inBestChain()) {
      return;
    }
    BcoinNode.Block block = known.get();
    assertThat(ours.put(height, hash)).as("another block at height %s", height).isNull();
    transactions += block.transactions() - 1;
    witnesses += block.witnesses();
    // The coinbase is of this pool.
    assertThat(block.raw().toHex()).contains("2f416469742f");
  }

  /**
   * To bcoin a second block on the same tip is as good as the first until the chain has decided,
   * but it forgets it when it is killed.
   */
  private Optional<BcoinNode.Block> find(String hash) {
    try {
      return Optional.of(node.block(hash));
    } catch (IllegalStateException e) {
      assertThat(e).hasMessageContaining("no block " + hash);
      return Optional.empty();
    }
  }

  void awaitHeight(int height) {
    await("height " + height)
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              look();
              return node.tip().height() >= height;
            });
  }

  /** Waits until that many blocks of ours are in the chain. */
  void awaitOurs(int blocks) {
    await(blocks + " blocks")
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              look();
              return ours.size() >= blocks;
            });
  }

  /** Waits until that many transactions are in blocks of ours. */
  void awaitTransactions(int count) {
    await(count + " transactions")
        .atMost(RunningProcess.LIMIT)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              look();
              return transactions >= count;
            });
  }

  /** From the first height to the tip, each block is either one of ours or a known one. */
  void check() {
    look();
    BcoinNode.Tip tip = node.tip();
    Map<Integer, String> all = new TreeMap<>(ours);
    all.putAll(theirs);
    assertThat(all.keySet())
        .containsExactlyElementsOf(IntStream.rangeClosed(1, tip.height()).boxed().toList());
    assertThat(all.get(tip.height())).isEqualTo(tip.hash());
    assertThat(ours.size() + theirs.size()).isEqualTo(tip.height());
    ours.forEach((height, hash) -> assertThat(node.block(hash).inBestChain()).isTrue());
  }

  /** Blocks that the server says it has found. */
  long found() {
    return count(FOUND);
  }

  /** Blocks found of which the server has not said yet what became of them. */
  long pending() {
    look();
    return found() - accepted.size() - count(REFUSED);
  }

  private long count(Pattern pattern) {
    return server.out().stream().filter(line -> pattern.matcher(line).find()).count();
  }

  /** Hashes of what the server says was accepted, in its order. */
  List<String> accepted() {
    return accepted;
  }

  /** Hashes of our blocks in the node's best chain, by height. */
  Map<Integer, String> ours() {
    return ours;
  }

  BcoinNode.Tip tip() {
    return node.tip();
  }

  /** In our blocks, coinbases apart. */
  int transactions() {
    return transactions;
  }

  /** Transactions of them that have one. */
  int witnesses() {
    return witnesses;
  }
}
