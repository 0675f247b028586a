package io.adit.pool;

import static io.adit.pool.PoolBench.EASY_NETWORK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.adit.api.session.SeenShares;
import io.adit.pool.TestMiner.Solution;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Verdicts on shares that are blocks. */
class BlockVerdictTest {
  /** One hash in about 430 meets it. */
  private static final double EASY = 1e-7;

  private final PoolBench bench = new PoolBench(EASY);

  @Test
  void aBlockIsABlockThoughItsJobIsTooOldForAShare() {
    bench.announce(100, EASY_NETWORK);
    TestMiner miner = bench.connectReady();
    Solution block = miner.solve(EASY);
    bench.pass(Duration.ofMinutes(30));

    assertThat(miner.submit(block)).isZero();

    assertThat(bench.found).hasSize(1);
  }

  @Test
  void aBlockWhoseShareCouldNotBeRecordedIsCreditedWhenItComesAgain() {
    bench.announce(100, EASY_NETWORK);
    TestMiner miner = bench.connectReady();
    Solution block = miner.solve(EASY);
    bench.ledger.takes = false;
    assertThat(miner.submit(block)).isEqualTo(20);
    assertThat(bench.found).hasSize(1);
    bench.ledger.takes = true;

    assertThat(miner.submit(block)).isZero();
    assertThat(miner.submit(block)).isEqualTo(22);
    assertThat(bench.shares).hasSize(1);
  }

  @Test
  void aBlockIsRecognisedThoughTheShareTargetIsHarder() {
    PoolBench hard = new PoolBench(1000);
    hard.announce(100, EASY_NETWORK);
    TestMiner miner = hard.connectReady();
    double network = 4.656542373906925e-10; // of nBits 207fffff, as Bitcoin Core shows it

    assertThat(miner.submit(miner.solve(network))).isZero();

    assertThat(hard.found).hasSize(1);
    assertThat(hard.found.get(0).worker().name()).isEqualTo("alice.1");
    assertThat(hard.shares.get(0).difficulty()).isCloseTo(network, within(1e-20));
  }

  @Test
  void aBlockIsHandedOnButNotCreditedWhenItCouldNotBeToldFromItselfAgain() {
    bench.announce(100, EASY_NETWORK);
    TestMiner miner = bench.connectReady();
    Solution block = miner.solve(EASY);
    SeenShares seen = miner.session().jobs().last().seen();
    for (int nonce = 0; nonce < SeenShares.CAPACITY; nonce++) {
      seen.add(new byte[8], 8, 0, nonce, 0);
    }

    assertThat(miner.submit(block)).isEqualTo(20);
    assertThat(miner.submit(block)).isEqualTo(20);

    assertThat(bench.found).isNotEmpty();
    assertThat(bench.shares).isEmpty();
  }
}
