package io.adit.pool;

import io.adit.api.Bytes;
import io.adit.api.Hash;
import io.adit.api.coin.Coin;
import io.adit.api.job.Coinbase;
import io.adit.api.job.Job;
import io.adit.api.ledger.Share;
import io.adit.api.miner.MinerProfile;
import io.adit.api.node.BlockTemplate;
import io.adit.api.session.Worker;
import io.adit.api.transport.Endpoint;
import io.adit.api.vardiff.VardiffPolicy;
import io.adit.api.vardiff.VardiffSettings;
import io.adit.codec.stratum.v1.StratumV1Codec;
import io.adit.jobs.TemplateJobManager;
import io.adit.pow.sha256d.Sha256dPow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A pool without a network: real codec, jobs and proof of work, one event loop that is the test's
 * own thread.
 */
final class PoolBench {
  static final long START_SECONDS = 1_700_000_000;
  static final int EASY_NETWORK = 0x207fffff;
  static final int HARD_NETWORK = 0x1d00ffff;

  /** Never used twice, as in a pool, and over its versions. */
  private static final AtomicLong JOB_ID = new AtomicLong();

  final FakeLedger ledger = new FakeLedger();
  final List<Share> shares = ledger.shares;
  final List<FoundHeader> found = new ArrayList<>();
  final List<Coinbase> foundCoinbases = new ArrayList<>();
  final List<Runnable> unrecorded = new ArrayList<>();
  final MovableClock clock = new MovableClock();
  final WorkerBook book = new WorkerBook("test");
  final Extranonces extranonces;
  final Enrolment enrolment;
  final LoopState loop;
  final Conversation conversation;
  final WorkDesk desk;
  final PoolSettings settings;
  final TemplateJobManager jobs = new TemplateJobManager();
  boolean recordsBlocks = true;
  MinerProfile profile = MinerProfile.UNKNOWN;
  VardiffPolicy policy = (statistics, wanted) -> OptionalDouble.empty();
  Services services;

  private long nanos;

  /** What the pool believes to be a block. */
  record FoundHeader(Job job, Bytes header, Bytes extranonce, Worker worker) {}

  /** A clock that stands until it is moved. */
  static final class MovableClock extends Clock {
    private Instant now = Instant.ofEpochSecond(START_SECONDS);

    void move(Duration by) {
      now = now.plus(by);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  PoolBench(double initialDifficulty) {
    this(settings(initialDifficulty, Payout.POOL));
  }

  PoolBench(PoolSettings settings) {
    this.settings = settings;
    loop =
        new LoopState(settings.extranonce1Size(), settings.extranonce2Size(), new LoopCounters());
    services =
        new Services(
            new StratumV1Codec(),
            new Sha256dPow(),
            jobs,
            (statistics, wanted) -> policy.judge(statistics, wanted),
            ledger,
            ledger,
            userAgent -> profile,
            null,
            null);
    ShareJudge judge =
        new ShareJudge(
            settings,
            book,
            (sent, header, extranonce, worker, with, done) -> {
              found.add(
                  new FoundHeader(
                      sent.job(), Bytes.copyOf(header), Bytes.copyOf(extranonce), worker));
              foundCoinbases.add(sent.coinbase());
              if (recordsBlocks) {
                done.run();
              } else {
                unrecorded.add(done);
              }
            },
            clock);
    PortSettings port = settings.ports().get(0);
    desk = new WorkDesk(port, settings.jobTimeout(), () -> services, () -> nanos);
    extranonces = new Extranonces(settings.extranonce1Size(), settings.jobTimeout(), () -> nanos);
    Subscriptions subscriptions =
        new Subscriptions(
            settings,
            desk,
            extranonces,
            new SessionKeeper(settings.name(), () -> nanos),
            () -> services,
            () -> nanos);
    enrolment = new Enrolment(settings, port.payout(), desk, subscriptions, book);
    conversation =
        new Conversation(
            List.of(loop),
            () -> services,
            judge,
            desk,
            enrolment,
            subscriptions,
            book,
            () -> nanos);
  }

  static PoolSettings settings(double initialDifficulty, Payout payout) {
    return settings(initialDifficulty, payout, Numbering.NONE);
  }

  static PoolSettings settings(double initialDifficulty, Payout payout, Numbering numbering) {
    Coin coin = Coin.named("bitcoin-regtest").orElseThrow();
    return new PoolSettings(
        "test",
        coin,
        List.of(
            new PortSettings(
                new Endpoint(
                    "127.0.0.1", 0, Optional.empty(), 100, Duration.ZERO, Duration.ZERO, 16 * 1024),
                payout,
                initialDifficulty,
                new VardiffSettings(
                    1e-9, 1e12, Duration.ofSeconds(10), Duration.ofSeconds(60), 30))),
        new Coinbases(coin, Bytes.ofHex("51"), 150, "/test/", 12),
        Duration.ofMinutes(5),
        Duration.ofMinutes(2),
        Duration.ofSeconds(30),
        100,
        4,
        8,
        numbering);
  }

  static BlockTemplate template(int height, int bits) {
    return template(height, bits, 0x20000000);
  }

  static BlockTemplate template(int height, int bits, int version) {
    byte[] previous = new byte[32];
    previous[0] = (byte) height;
    previous[31] = 7;
    return new BlockTemplate(
        height,
        version,
        Hash.ofWire(previous),
        bits,
        START_SECONDS,
        START_SECONDS - 600,
        50_0000_0000L,
        Bytes.EMPTY,
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  /** Announces a new job on a template of that height. */
  Job announce(int height, int bits) {
    return announce(template(height, bits), false);
  }

  Job announce(BlockTemplate template, boolean urgentOnly) {
    Job job = jobs.job(JOB_ID.incrementAndGet(), template, clock.millis());
    desk.announce(loop, new Work(job), template.previous(), urgentOnly);
    return job;
  }

  /** Lets time pass, on both clocks. */
  void pass(Duration time) {
    clock.move(time);
    nanos += time.toNanos();
  }

  long nanos() {
    return nanos;
  }

  TestMiner connect() {
    return new TestMiner(this);
  }

  /** A miner that has subscribed and is authorised as {@code alice.1}. */
  TestMiner connectReady() {
    TestMiner miner = connect();
    miner.ask("{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"test/1\"]}");
    miner.ask("{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"alice.1\",\"x\"]}");
    return miner;
  }
}
