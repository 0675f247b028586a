package io.adit.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.State;
import io.adit.api.node.BlockTemplate;
import io.adit.api.node.Node;
import io.adit.api.pool.PoolSnapshot.NodeSnapshot;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class NodesTest {
  private static final Duration MOMENT = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofMinutes(5);

  private final FakeNode first = new FakeNode("first");
  private final FakeNode second = new FakeNode("second");

  /** Heights of the templates to work on, and why there are none. */
  private final List<String> told = new ArrayList<>();

  /** Of the clock, whose beginning means nothing. */
  private long nanos = -5_000_000_000L;

  private final Nodes nodes = nodes(Runnable::run);
  private long ids = 10;

  private Nodes nodes(Executor thread) {
    return new Nodes(
        "test",
        new Node.Listener() {
          @Override
          public void template(BlockTemplate template) {
            told.add("block " + template.height());
          }

          @Override
          public void state(State state) {
            told.add(state.isReady() ? state.detail() : state.kind() + " " + state.detail());
          }
        },
        thread,
        () -> nanos);
  }

  private void add(FakeNode node, int ranking) {
    nodes.add(node, Map.of("service.ranking", ranking, "service.id", ids++));
  }

  /** Both nodes are there, and the pool listens to them. */
  private void openWithBoth() {
    add(second, -1);
    add(first, 0);
    nodes.open();
  }

  /** Time passes, with a look each second, as in a pool. */
  private void pass(Duration time) {
    long end = nanos + time.toNanos();
    while (end - nanos > 1_000_000_000L) {
      nanos += 1_000_000_000L;
      nodes.tick();
    }
    nanos = end;
    nodes.tick();
  }

  private String serving() {
    return nodes.serving().map(Node::describe).orElse("none");
  }

  @Test
  void ofTwoThatAreAtTheSameTipTheOneWithTheHigherRankingServes() {
    openWithBoth();
    second.at(100);
    first.at(100);

    assertThat(serving()).isEqualTo("first");
    assertThat(nodes.all()).containsExactly(first, second);
  }

  @Test
  void ofTwoOfTheSameRankingTheOneThatWasThereFirstServes() {
    add(second, 0);
    add(first, 0);
    nodes.open();
    first.at(100);
    second.at(100);

    assertThat(serving()).isEqualTo("second");
  }

  @Test
  void whatNodesSaidBeforeThePoolOpenedIsHeard() {
    first.at(100);
    add(first, 0);
    assertThat(told).isEmpty();

    nodes.open();

    assertThat(told).containsExactly("WAITING no template yet", "first", "block 100");
    assertThat(nodes.height()).isEqualTo(100);
  }

  @Test
  void aTipIsTakenFromWhoeverHasItFirstAndThePreferredNodeComesBackWithIt() {
    openWithBoth();
    second.at(100);
    first.at(100);
    pass(LONG);
    told.clear();

    second.at(101);
    assertThat(serving()).isEqualTo("second");
    nanos += MOMENT.toNanos();
    first.at(101);

    assertThat(serving()).isEqualTo("first");
    assertThat(told).containsExactly("second", "block 101", "first", "block 101");
  }

  @Test
  void aLessPreferredNodeThatIsLateIsNoNews() {
    openWithBoth();
    second.at(100);
    first.at(100);
    first.at(101);
    told.clear();

    second.at(101);

    assertThat(told).isEmpty();
  }

  @Test
  void otherTransactionsOfTheServingNodeAreToldAndThoseOfOthersAreNot() {
    openWithBoth();
    first.at(100);
    second.at(100);
    told.clear();

    second.at(100);
    assertThat(told).isEmpty();
    first.at(100);

    assertThat(told).containsExactly("block 100");
  }

  @Test
  void aNodeThatSaysTheSameAgainIsToldAgain() {
    BlockTemplate template = PoolBench.template(100, PoolBench.HARD_NETWORK);
    add(first, 0);
    nodes.open();
    first.ready();
    first.template(template);
    told.clear();

    first.template(template);

    assertThat(told).containsExactly("block 100");
  }

  @Test
  void whenTheServingNodeIsAwayTheNextOneServesAtOnce() {
    openWithBoth();
    first.at(100);
    second.at(100);
    told.clear();

    first.waiting("connection refused");

    assertThat(serving()).isEqualTo("second");
    assertThat(told).containsExactly("second", "block 100");
    assertThat(nodes.state()).isEqualTo(State.ready("second"));
  }

  @Test
  void aPreferredNodeThatWasAwayComesBackOnlyWhenItHasBeenWellForAWhile() {
    openWithBoth();
    first.at(100);
    second.at(100);
    first.waiting("connection refused");
    pass(LONG);

    first.at(100);
    pass(NodeMember.TRUST.minusMillis(1));
    assertThat(serving()).isEqualTo("second");
    pass(Duration.ofMillis(1));

    assertThat(serving()).isEqualTo("first");
  }

  @Test
  void aNodeThatComesAndGoesDoesNotServeInBetween() {
    openWithBoth();
    first.at(100);
    second.at(100);
    for (int i = 0; i < 5; i++) {
      first.waiting("connection refused");
      pass(Duration.ofSeconds(3));
      first.at(100);
      pass(Duration.ofSeconds(8));
      assertThat(serving()).isEqualTo("second");
    }
  }

  @Test
  void aNodeThatWasAwayServesAtOnceWhenThereIsNoOther() {
    openWithBoth();
    first.at(100);
    second.at(100);
    first.waiting("connection refused");
    second.waiting("connection refused");
    pass(MOMENT);

    first.at(100);

    assertThat(serving()).isEqualTo("first");
  }

  @Test
  void aNodeThatIsBackIsNotWorkedForBeforeItHasSaidWhatOn() {
    openWithBoth();
    first.at(100);
    second.at(100);
    first.waiting("connection refused");
    second.waiting("connection refused");
    pass(LONG);
    told.clear();

    second.ready();
    assertThat(told).isEmpty();
    assertThat(serving()).isEqualTo("none");
    second.at(130);

    assertThat(told).containsExactly("second", "block 130");
  }

  @Test
  void aNodeThatLagsBehindIsReplacedAndMustProveItselfWhenItHasCaughtUp() {
    openWithBoth();
    first.at(100);
    second.at(100);

    second.at(101);
    pass(NodeMember.LAG.plusMillis(1));
    first.at(101);
    assertThat(serving()).isEqualTo("second");
    pass(NodeMember.TRUST.minusMillis(1));
    assertThat(serving()).isEqualTo("second");
    pass(Duration.ofMillis(1));

    assertThat(serving()).isEqualTo("first");
  }

  @Test
  void aNodeThatWasBehindTooLongLosesTrustEvenIfNobodyLookedMeanwhile() {
    openWithBoth();
    first.at(100);
    second.at(100);

    second.at(101);
    nanos += NodeMember.LAG.plusMillis(1).toNanos();
    first.at(101);

    assertThat(serving()).isEqualTo("second");
  }

  @Test
  void aNodeThatIsAMomentBehindKeepsItsPlace() {
    openWithBoth();
    first.at(100);
    second.at(100);

    second.at(101);
    nanos += NodeMember.LAG.toNanos();
    first.at(101);

    assertThat(serving()).isEqualTo("first");
  }

  @Test
  void ofSeveralNodesALowerTipIsTakenOnlyWhenNoBetterOneHasCome() {
    openWithBoth();
    first.at(100);
    second.at(99);
    told.clear();

    first.waiting("connection refused");
    pass(Nodes.LOWER.minusMillis(1));
    assertThat(told).containsExactly("WAITING connection refused");
    assertThat(serving()).isEqualTo("none");
    pass(Duration.ofMillis(1));

    assertThat(serving()).isEqualTo("second");
    assertThat(told).containsExactly("WAITING connection refused", "second", "block 99");
    assertThat(nodes.height()).isEqualTo(99);
  }

  @Test
  void aLowerTipOfTheServingNodeItselfWaitsTooAndIsToldThen() {
    openWithBoth();
    first.at(100);
    second.waiting("connection refused");
    told.clear();

    first.at(98);
    pass(Nodes.LOWER.minusMillis(1));
    assertThat(told).as("the better one may come back").isEmpty();
    pass(Duration.ofMillis(1));

    assertThat(told).containsExactly("block 98");
    pass(LONG);
    assertThat(told).as("once").hasSize(1);
  }

  @Test
  void aBetterTipEndsTheWaitForIt() {
    openWithBoth();
    first.at(100);
    second.at(99);
    first.waiting("connection refused");
    pass(Duration.ofSeconds(9));
    told.clear();

    second.at(100);

    assertThat(told).containsExactly("second", "block 100");
  }

  @Test
  void whereThereIsButOneNodeItsWordIsAllThereIs() {
    add(first, 0);
    nodes.open();
    first.at(100);
    told.clear();

    first.at(98);

    assertThat(told).containsExactly("block 98");
    assertThat(nodes.height()).isEqualTo(98);
  }

  @Test
  void nothingIsToldOfANodeThatWasRemovedNotEvenWhatWasUnderWay() {
    Queue<Runnable> tasks = new ArrayDeque<>();
    Nodes busy = nodes(tasks::add);
    busy.add(first, Map.of());
    busy.open();
    first.at(100);
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
    told.clear();

    first.at(101);
    first.waiting("stopped");
    busy.remove(first);
    first.at(102);
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }

    assertThat(told).containsExactly("WAITING no node");
    assertThat(first.watches()).isZero();
    assertThat(busy.serving()).isEmpty();
    assertThat(busy.snapshots()).isEmpty();
  }

  @Test
  void theNextNodeServesWhenTheServingOneIsRemoved() {
    openWithBoth();
    first.at(100);
    second.at(100);
    told.clear();

    nodes.remove(first);

    assertThat(told).containsExactly("second", "block 100");
    assertThat(nodes.all()).containsExactly(second);
  }

  @Test
  void aNodeThatComesLaterIsListenedToAndTakesOverIfItIsPreferred() {
    add(second, -1);
    nodes.open();
    second.at(100);
    told.clear();

    first.at(100);
    add(first, 0);

    assertThat(told).containsExactly("first", "block 100");
  }

  @Test
  void aPoolThatHasClosedHearsNothingAndStillHasItsNodesForBlocks() {
    openWithBoth();
    first.at(100);
    told.clear();

    nodes.close();
    first.at(101);

    assertThat(told).isEmpty();
    assertThat(first.watches() + second.watches()).isZero();
    assertThat(nodes.all()).containsExactly(first, second);
  }

  @Test
  void theStateSaysWhyNoneServes() {
    assertThat(nodes.state()).isEqualTo(State.starting("waiting for a node"));
    nodes.tick();
    assertThat(nodes.state()).isEqualTo(State.waiting("no node"));
    openWithBoth();
    assertThat(nodes.state()).isEqualTo(State.starting("starting"));
    first.waiting("connection refused");
    second.waiting("syncing");
    assertThat(nodes.state()).isEqualTo(State.waiting("connection refused"));
    first.ready();
    assertThat(nodes.state()).isEqualTo(State.waiting("syncing"));
    second.ready();
    assertThat(nodes.state()).isEqualTo(State.waiting("no template yet"));
    first.at(100);
    assertThat(nodes.state()).isEqualTo(State.ready("first"));
    second.at(98);
    add(new FakeNode("third").at(99), -2);
    nodes.remove(first);
    assertThat(nodes.state())
        .isEqualTo(State.waiting("the nodes are at block 99, one that is gone was at 100"));
  }

  @Test
  void aSnapshotShowsEachNodeThePreferredOneFirst() {
    openWithBoth();
    first.waiting("connection refused");
    second.at(100);

    assertThat(nodes.snapshots())
        .containsExactly(
            new NodeSnapshot("first", State.waiting("connection refused"), 0, false),
            new NodeSnapshot("second", State.ready("second"), 100, true));
    second.waiting("syncing");
    assertThat(nodes.snapshots()).noneMatch(NodeSnapshot::serving);
  }
}
