package io.adit.testing.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.node.BlockTemplate;
import io.adit.api.pow.Target;
import io.adit.testing.verdict.Event.Bits;
import io.adit.testing.verdict.Event.Ntime;
import io.adit.testing.verdict.Event.Spelling;
import io.adit.testing.wire.MinerJob;
import io.adit.testing.wire.Share;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsCollector;

/** Whatever miners and nodes do, each verdict is that of the oracle. */
class VerdictPropertiesTest {
  private static final int CONNECTIONS = 2;
  private static final int MAX_EVENTS = 200;
  private static final int VERSION_MASK = 0x1fffe000;

  /** From "nearly every hash is a share" to "a block is easier". */
  private static final Arbitrary<Double> DIFFICULTIES =
      Arbitraries.of(2.5e-10, 4e-10, 1e-9, 5e-9, 1000.0);

  /**
   * How a pool is set up.
   *
   * @param difficulty of the first jobs
   */
  record Setting(int extranonce1Size, int extranonce2Size, double difficulty) {}

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void eachVerdictIsTheOracles(
      @ForAll("settings") Setting setting,
      @ForAll("templates") BlockTemplate first,
      @ForAll("events") List<Event> events) {
    StatisticsCollector codes = Statistics.label("code");
    try (TestPool pool =
        new TestPool(setting.extranonce1Size(), setting.extranonce2Size(), setting.difficulty())) {
      Play play = new Play(pool, first, codes::collect);
      events.forEach(play::happens);
      play.finish();
    }
    codes.coverage(
        checker -> {
          for (int code : new int[] {0, 20, 21, 22, 23, 24}) {
            checker.check(code).percentage(share -> share > 1);
          }
        });
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void aShareMayReachItsTargetExactlyAndNoMore(
      @ForAll("settings") Setting setting,
      @ForAll("hardTemplates") BlockTemplate template,
      @ForAll int nonce,
      @ForAll @IntRange(min = -1, max = 1) int more) {
    try (TestPool pool = new TestPool(setting.extranonce1Size(), setting.extranonce2Size(), 1000)) {
      TestConnection first = pool.subscribe();
      pool.authorize(first);
      pool.announce(template);
      MinerJob known = first.miner().lastJob().orElseThrow();
      TestConnection second = pool.subscribe();
      Share share =
          new Share(
              known.id(),
              HexFormat.of().formatHex(new byte[setting.extranonce2Size()]),
              known.ntime(),
              nonce,
              OptionalInt.empty());
      BigInteger hash = known.on(second.miner()).hash(share, 0);

      second.session().difficulty(1, Target.of(hash.add(BigInteger.valueOf(more))));
      pool.authorize(second);
      int code = second.call("mining.submit", share.params(TestPool.WORKER));

      assertThat(second.miner().lastJob().orElseThrow().id()).isEqualTo(known.id());
      assertThat(code).isEqualTo(more < 0 ? 23 : 0);
    }
  }

  @Provide
  Arbitrary<Setting> settings() {
    return Combinators.combine(
            Arbitraries.integers().between(2, 8),
            Arbitraries.integers().between(2, 8),
            DIFFICULTIES)
        .as(Setting::new);
  }

  @Provide
  Arbitrary<BlockTemplate> templates() {
    return Templates.any();
  }

  @Provide
  Arbitrary<BlockTemplate> hardTemplates() {
    return Templates.hard();
  }

  @Provide
  Arbitrary<List<Event>> events() {
    Arbitrary<Event> any =
        Arbitraries.frequencyOf(
            Tuple.of(30, submits()),
            Tuple.of(10, repeats()),
            Tuple.of(1, Templates.any().map(Event.NewTip::new)),
            Tuple.of(1, Arbitraries.create(Event.Refresh::new)),
            Tuple.of(1, Combinators.combine(connections(), DIFFICULTIES).as(Event.Suggest::new)),
            Tuple.of(1, Combinators.combine(connections(), masks()).as(Event.Configure::new)),
            Tuple.of(1, Combinators.combine(connections(), booleans()).as(Event.Reconnect::new)));
    return any.list().ofMaxSize(MAX_EVENTS).withSizeDistribution(RandomDistribution.uniform());
  }

  private static Arbitrary<Integer> connections() {
    return Arbitraries.integers().between(0, CONNECTIONS - 1);
  }

  private static Arbitrary<Boolean> booleans() {
    return Arbitraries.of(true, false);
  }

  private static Arbitrary<Integer> masks() {
    return Arbitraries.frequencyOf(
        Tuple.of(3, Arbitraries.of(VERSION_MASK, -1)), Tuple.of(1, Arbitraries.integers()));
  }

  private static Arbitrary<Event> repeats() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 5),
            Arbitraries.frequency(Tuple.of(5, false), Tuple.of(1, true)),
            Arbitraries.of(Spelling.class))
        .as(Event.Repeat::new);
  }

  private static Arbitrary<Event> submits() {
    return Combinators.combine(
            Combinators.combine(connections(), rarely()).as(Tuple::of),
            Arbitraries.frequency(Tuple.of(8, 0), Tuple.of(3, 1), Tuple.of(1, 2), Tuple.of(1, 99)),
            Arbitraries.longs(),
            Arbitraries.frequency(Tuple.of(40, 0), Tuple.of(1, -1), Tuple.of(1, 1)),
            Arbitraries.frequencyOf(
                Tuple.of(10, Arbitraries.of(Ntime.JOB, Ntime.EARLIEST, Ntime.AHEAD)),
                Tuple.of(1, Arbitraries.of(Ntime.class))),
            Arbitraries.integers(),
            Combinators.combine(bits(), Arbitraries.integers()).as(Tuple::of),
            Arbitraries.of(Spelling.class))
        .as(
            (who, job, extranonce2, surplus, ntime, nonce, bits, spelling) ->
                new Event.Submit(
                    who.get1(),
                    who.get2(),
                    job,
                    extranonce2,
                    surplus,
                    ntime,
                    nonce,
                    bits.get1(),
                    bits.get2(),
                    spelling));
  }

  private static Arbitrary<Boolean> rarely() {
    return Arbitraries.frequency(Tuple.of(30, false), Tuple.of(1, true));
  }

  private static Arbitrary<Bits> bits() {
    return Arbitraries.frequency(
        Tuple.of(5, Bits.NONE),
        Tuple.of(5, Bits.WITHIN_THE_MASK),
        Tuple.of(2, Bits.OF_THE_JOB),
        Tuple.of(1, Bits.ANY));
  }
}
