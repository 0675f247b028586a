package io.adit.pool;

import static io.adit.pool.PoolBench.HARD_NETWORK;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.State;
import io.adit.api.job.CoinbaseSettings;
import io.adit.api.node.BlockTemplate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JobFeedTest {
  private final PoolBench bench = new PoolBench(1);
  private final List<Optional<Work>> announced = new ArrayList<>();
  private final JobFeed feed = feed(bench.settings);

  private JobFeed feed(PoolSettings settings) {
    return new JobFeed(
        settings,
        () -> bench.services,
        work -> announced.add(Optional.ofNullable(work)),
        Runnable::run,
        bench.clock);
  }

  @Test
  void aNewTipIsAnnouncedAtOnce() {
    ready();
    feed.template(PoolBench.template(100, HARD_NETWORK));
    feed.template(PoolBench.template(101, HARD_NETWORK));

    assertThat(announced).hasSize(2);
    assertThat(announced.get(1).orElseThrow().job().template().height()).isEqualTo(101);
  }

  @Test
  void otherTransactionsOnTheSameTipWaitForTheNextJobsTurn() {
    ready();
    feed.template(PoolBench.template(100, HARD_NETWORK));
    BlockTemplate changed = PoolBench.template(100, HARD_NETWORK);
    feed.template(changed);
    assertThat(announced).hasSize(1);

    bench.pass(Duration.ofSeconds(30));
    feed.tick(false);

    assertThat(announced).hasSize(2);
    assertThat(announced.get(1).orElseThrow().job().template()).isSameAs(changed);
  }

  @Test
  void aMinerInNeedOfAnotherDifficultyBringsTheNextJobForward() {
    ready();
    feed.template(PoolBench.template(100, HARD_NETWORK));
    bench.pass(Duration.ofSeconds(1));
    feed.tick(true);
    assertThat(announced).as("not sooner than three seconds after the last").hasSize(1);

    bench.pass(Duration.ofSeconds(2));
    feed.tick(false);

    assertThat(announced).hasSize(2);
    bench.pass(Duration.ofSeconds(3));
    feed.tick(false);
    assertThat(announced).as("once").hasSize(2);
  }

  @Test
  void jobNumbersRiseOverRestarts() {
    ready();
    feed.template(PoolBench.template(100, HARD_NETWORK));
    bench.pass(Duration.ofSeconds(1));
    JobFeed next = feed(bench.settings);
    next.state(State.ready("test"));
    next.template(PoolBench.template(100, HARD_NETWORK));

    assertThat(announced.get(1).orElseThrow().job().id())
        .isGreaterThan(announced.get(0).orElseThrow().job().id());
  }

  @Test
  void aNodeThatIsAwayLongerThanTheThresholdMakesItsTipStale() {
    ready();
    feed.template(PoolBench.template(100, HARD_NETWORK));
    feed.state(State.waiting("gone"));
    bench.pass(Duration.ofMinutes(2));
    feed.tick(false);
    assertThat(feed.work()).as("within the threshold").isNotNull();
    bench.pass(Duration.ofMillis(1));
    feed.tick(false);

    assertThat(feed.work()).isNull();
    assertThat(announced.get(announced.size() - 1)).isEmpty();
  }

  @Test
  void whileTheNodeIsAwayNoNewJobIsMade() {
    ready();
    feed.template(PoolBench.template(100, HARD_NETWORK));
    feed.state(State.waiting("gone"));
    bench.pass(Duration.ofSeconds(60));
    feed.tick(true);

    assertThat(announced).hasSize(1);
  }

  @Test
  void workGoesOnByItselfWhenTheNodeIsBack() {
    ready();
    feed.template(PoolBench.template(100, HARD_NETWORK));
    feed.state(State.waiting("gone"));
    bench.pass(Duration.ofMinutes(3));
    feed.tick(false);
    ready();
    feed.template(PoolBench.template(100, HARD_NETWORK));

    assertThat(feed.work()).isNotNull();
  }

  @Test
  void aTemplateThatCannotBeMinedIsNoJobAndTheNextOneIs() {
    PoolSettings settings = bench.settings;
    CoinbaseSettings tooLong =
        new CoinbaseSettings(settings.coinbase().payoutScript(), "x".repeat(200), 12);
    JobFeed broken =
        feed(
            new PoolSettings(
                settings.name(),
                settings.coin(),
                settings.endpoint(),
                tooLong,
                1,
                settings.vardiff(),
                settings.jobTimeout(),
                settings.staleJobThreshold(),
                settings.jobInterval(),
                4,
                8));
    broken.state(State.ready("test"));
    broken.template(PoolBench.template(100, HARD_NETWORK));

    assertThat(announced).isEmpty();
    assertThat(broken.made()).isZero();
  }

  private void ready() {
    feed.state(State.ready("test"));
  }
}
