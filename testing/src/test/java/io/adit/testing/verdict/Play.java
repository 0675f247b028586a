package io.adit.testing.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.adit.api.node.BlockTemplate;
import io.adit.testing.verdict.Event.Spelling;
import io.adit.testing.wire.Miner;
import io.adit.testing.wire.MinerJob;
import io.adit.testing.wire.Share;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntConsumer;

/** Lets events happen to a pool with two miners, and compares each verdict with the oracle's. */
final class Play {
  private static final String STRANGER = "mallory";

  private final TestPool pool;
  private final Oracle oracle = new Oracle();
  private final List<TestConnection> connections;
  private final List<HandedIn> handedIn = new ArrayList<>();
  private final List<Found> found = new ArrayList<>();
  private final IntConsumer codes;
  private BlockTemplate template;

  private record HandedIn(int connection, Share share) {}

  /** A block that is to come to the node, by its header in hexadecimal digits. */
  private record Found(String header, BlockTemplate template) {}

  /**
   * Two miners log in.
   *
   * @param codes takes the code of each verdict, 0 for accepted
   */
  Play(TestPool pool, BlockTemplate first, IntConsumer codes) {
    this.pool = pool;
    this.codes = codes;
    connections = new ArrayList<>(List.of(pool.subscribe(), pool.subscribe()));
    connections.forEach(pool::authorize);
    newTip(first);
  }

  /** Whatever was found to be a block has gone to the node, as it was hashed and whole. */
  void finish() {
    List<WireBlock> blocks =
        pool.blocks(found.size()).stream().map(block -> WireBlock.read(block.toArray())).toList();
    assertThat(blocks)
        .extracting(WireBlock::header)
        .containsExactlyElementsOf(found.stream().map(Found::header).toList());
    for (int i = 0; i < blocks.size(); i++) {
      assertWhole(blocks.get(i), found.get(i).template());
    }
  }

  private static void assertWhole(WireBlock block, BlockTemplate template) {
    assertThat(block.merkleRootOfTransactions()).as("%s", block).isEqualTo(block.merkleRoot());
    assertThat(block.ids().subList(1, block.ids().size()))
        .containsExactlyElementsOf(
            template.transactions().stream().map(one -> one.id().wire().toHex()).toList());
    // BIP 141: one item, the reserved value; without a commitment there may be none.
    assertThat(block.coinbaseWitness())
        .isEqualTo(template.witnessCommitment().isPresent() ? "0120" + "0".repeat(64) : "");
  }

  void happens(Event event) {
    if (event instanceof Event.NewTip tip) {
      newTip(tip.template());
    } else if (event instanceof Event.Refresh) {
      pool.refresh();
    } else if (event instanceof Event.Suggest suggest) {
      int code =
          connections
              .get(suggest.connection())
              .call("mining.suggest_difficulty", "[" + suggest.difficulty() + "]");
      assertThat(code).isZero();
    } else if (event instanceof Event.Configure configure) {
      configure(connections.get(configure.connection()), configure.mask());
    } else if (event instanceof Event.Reconnect reconnect) {
      reconnect(reconnect);
    } else if (event instanceof Event.Repeat repeat) {
      int index = handedIn.size() - 1 - repeat.back();
      if (index >= 0) {
        HandedIn earlier = handedIn.get(index);
        int connection = repeat.byOther() ? 1 - earlier.connection() : earlier.connection();
        handIn(connection, TestPool.WORKER, earlier.share(), repeat.spelling());
      }
    } else if (event instanceof Event.Submit submit) {
      String worker = submit.byStranger() ? STRANGER : TestPool.WORKER;
      handIn(submit.connection(), worker, share(submit), submit.spelling());
    }
  }

  private void newTip(BlockTemplate next) {
    template = next;
    oracle.template(next);
    pool.announce(next);
  }

  private static void configure(TestConnection connection, int mask) {
    String wanted = String.format(Locale.ROOT, "%08x", mask);
    int code =
        connection.call(
            "mining.configure",
            "[[\"version-rolling\"],{\"version-rolling.mask\":\"" + wanted + "\"}]");
    assertThat(code).isZero();
  }

  /** The miner goes on as before: with its extranonce1, its jobs, and the bits that it may roll. */
  private void reconnect(Event.Reconnect event) {
    TestConnection former = connections.get(event.connection());
    pool.leave(former);
    if (event.missed()) {
      pool.refresh();
    }
    TestConnection back = pool.resume(former);
    assertThat(back.miner().extranonce1()).isEqualTo(former.miner().extranonce1());
    if (former.miner().versionMask() != 0) {
      configure(back, former.miner().versionMask());
    }
    pool.authorize(back);
    assertThat(back.miner().lastJob()).as("work at once").isPresent();
    connections.set(event.connection(), back);
  }

  private Share share(Event.Submit submit) {
    TestConnection connection = connections.get(submit.connection());
    Miner miner = connection.miner();
    List<String> jobs = miner.jobs();
    int index = jobs.size() - 1 - submit.job();
    MinerJob job = miner.job(jobs.get(Math.max(0, index))).orElseThrow();
    int size = Math.max(0, job.extranonce2Size() + submit.surplus());
    String extranonce2 = HexFormat.of().toHexDigits(submit.extranonce2(), Math.min(16, 2 * size));
    return new Share(
        index < 0 ? "ffffffffffff" : job.id(),
        "0".repeat(2 * size - extranonce2.length()) + extranonce2,
        ntime(submit.ntime(), job),
        submit.nonce(),
        bits(submit, job, miner.versionMask()));
  }

  private int ntime(Event.Ntime ntime, MinerJob job) {
    long now = Instant.now().getEpochSecond();
    return (int)
        switch (ntime) {
          case JOB -> job.ntime();
          case EARLIEST -> template.minTime();
          case TOO_EARLY -> template.minTime() - 1;
          // The clock of the pool cannot be stopped: a minute is the precision here.
          case AHEAD -> now + 7140;
          case TOO_FAR_AHEAD -> now + 7260;
          case ZERO -> 0;
          case LAST_OF_ALL -> 0xffffffffL;
        };
  }

  private static OptionalInt bits(Event.Submit submit, MinerJob job, int mask) {
    return switch (submit.bits()) {
      case NONE -> OptionalInt.empty();
      case WITHIN_THE_MASK -> OptionalInt.of(submit.randomBits() & mask);
      case OF_THE_JOB -> OptionalInt.of(job.version() & mask);
      case ANY -> OptionalInt.of(submit.randomBits());
    };
  }

  private void handIn(int connection, String worker, Share share, Spelling spelling) {
    TestConnection from = connections.get(connection);
    Set<Integer> deserved =
        oracle.errors(from.miner(), worker, share, Instant.now().getEpochSecond());
    int recorded = pool.shares().size();

    int code = from.call("mining.submit", written(worker, share, spelling));

    codes.accept(code);
    handedIn.add(new HandedIn(connection, share));
    if (deserved.isEmpty()) {
      assertThat(code).as("%s by connection %s", share, connection).isZero();
      assertThat(pool.shares()).hasSize(recorded + 1);
      accepted(from.miner(), share);
    } else {
      assertThat(deserved).as("%s by connection %s", share, connection).contains(code);
      assertThat(pool.shares()).hasSize(recorded);
    }
  }

  /** Credited is what was required, however good the hash. */
  private void accepted(Miner miner, Share share) {
    MinerJob job = miner.job(share.job()).orElseThrow();
    double required = job.difficulty();
    if (oracle.accepted(miner, share)) {
      String header = HexFormat.of().formatHex(job.header(share, miner.versionMask()));
      found.add(new Found(header, template));
      required = Math.min(required, Miner.difficultyOf(job.networkTarget()));
    }
    io.adit.api.ledger.Share recorded = pool.shares().get(pool.shares().size() - 1);
    assertThat(recorded.worker()).isEqualTo(TestPool.WORKER);
    assertThat(recorded.difficulty()).isCloseTo(required, within(required * 1e-12));
    double reached = Miner.difficultyOf(job.hash(share, miner.versionMask()));
    assertThat(recorded.reached()).isCloseTo(reached, within(reached * 1e-12));
  }

  private static String written(String worker, Share share, Spelling spelling) {
    String padded = share.params(worker);
    return switch (spelling) {
      case PADDED -> padded;
      case CAPITALS ->
          list(
              worker,
              share,
              share.extranonce2().toUpperCase(Locale.ROOT),
              value -> String.format(Locale.ROOT, "\"%08X\"", value));
      case UNPADDED ->
          list(
              worker,
              share,
              share.extranonce2(),
              value -> "\"" + Integer.toHexString(value) + "\"");
      case NUMBERS ->
          list(worker, share, share.extranonce2(), value -> Integer.toUnsignedString(value));
    };
  }

  private interface Word {
    String written(int value);
  }

  private static String list(String worker, Share share, String extranonce2, Word word) {
    List<String> words = new ArrayList<>();
    for (String text : List.of(worker, share.job(), extranonce2)) {
      words.add("\"" + text + "\"");
    }
    words.add(word.written(share.ntime()));
    words.add(word.written(share.nonce()));
    share.versionBits().ifPresent(bits -> words.add(word.written(bits)));
    return "[" + String.join(",", words) + "]";
  }
}
