package io.adit.pool;

import static io.adit.pool.PoolBench.HARD_NETWORK;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.Bytes;
import io.adit.api.State;
import io.adit.api.node.BlockTemplate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JobFeedTest {
  private final PoolBench bench = new PoolBench(1);
  private final List<Optional<Work>> announced = new ArrayList<>();
  private final List<Boolean> urgent = new ArrayList<>();
  private final JobFeed feed = feed(bench.settings);

  private JobFeed feed(PoolSettings settings) {
    return new JobFeed(
        settings,
        () -> bench.services,
        (news, urgentOnly) -> {
          announced.add(Optional.ofNullable(news.work()));
          urgent.add(urgentOnly);
        },
        bench.clock,
        bench::nanos);
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
    assertThat(urgent).as("for that miner only").containsExactly(false, true);
    bench.pass(Duration.ofSeconds(3));
    feed.tick(false);
    assertThat(announced).as("once").hasSize(2);
    bench.pass(Duration.ofSeconds(24));
    feed.tick(false);
    assertThat(urgent).as("everybody's turn comes as ever").containsExactly(false, true, false);
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
    assertThat(feed.news().work()).as("within the threshold").isNotNull();
    bench.pass(Duration.ofMillis(1));
    feed.tick(false);

    assertThat(feed.news().work()).isNull();
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

    assertThat(feed.news().work()).isNotNull();
  }

  @Test
  void afterALongAbsenceTheOldTipIsNotAnnouncedAgain() {
    ready();
    feed.template(PoolBench.template(100, HARD_NETWORK));
    feed.state(State.waiting("gone"));
    bench.pass(Duration.ofMinutes(3));
    feed.tick(false);
    int before = announced.size();
    ready();
    feed.template(PoolBench.template(120, HARD_NETWORK));

    assertThat(announced.subList(before, announced.size()))
        .singleElement()
        .satisfies(work -> assertThat(work.orElseThrow().job().template().height()).isEqualTo(120));
  }

  @Test
  void aTemplateThatCannotBeMinedIsNoJobAndTheNextOneIs() {
    PoolSettings settings = bench.settings;
    Coinbases tooLong = new Coinbases(settings.coin(), Bytes.ofHex("51"), 0, "", 200);
    JobFeed broken =
        feed(
            new PoolSettings(
                settings.name(),
                settings.coin(),
                settings.ports(),
                tooLong,
                settings.jobTimeout(),
                settings.staleJobThreshold(),
                settings.jobInterval(),
                settings.confirmations(),
                4,
                8,
                Numbering.NONE));
    broken.state(State.ready("test"));
    broken.template(PoolBench.template(100, HARD_NETWORK));

    assertThat(announced).containsExactly(Optional.empty());
    assertThat(broken.news().tip()).as("the old tip's jobs are stale all the same").isNotNull();
    assertThat(broken.made()).isZero();
  }

  private void ready() {
    feed.state(State.ready("test"));
  }
}
