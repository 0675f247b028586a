package io.adit.storage.redis;

import io.adit.api.fleet.ServerNumber;
import io.adit.api.pool.Pool;
import io.adit.api.pool.PoolSnapshot;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes every few seconds how this server's pools, users and workers are doing. What it wrote goes
 * by itself when it writes no more.
 */
@Component(
    service = {},
    configurationPid = Config.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    immediate = true)
public final class LiveStatus {
  /** How long this server is taken for alive after the last word of it. */
  static final Duration ALIVE = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(LiveStatus.class);
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final long GOODBYE_MILLIS = 300;

  private final RedisLink link;
  private final ServerNumber number;
  private final Clock clock;
  private final LiveWriter writer;
  private final List<Pool> pools = new CopyOnWriteArrayList<>();
  private final Runnable hurry;
  private final Future<?> writing;
  private CompletionStage<?> underWay = CompletableFuture.completedFuture(null);
  private volatile boolean failing;

  @Activate
  public LiveStatus(
      @Reference RedisLink link,
      @Reference(target = "(service.pid=" + Config.PID + ")") ServerNumber number,
      Config config) {
    this(link, number, Duration.ofMillis(config.workerTtlMillis()), INTERVAL, Clock.systemUTC());
  }

  LiveStatus(
      RedisLink link, ServerNumber number, Duration workerTtl, Duration interval, Clock clock) {
    this.link = link;
    this.number = number;
    this.clock = clock;
    writer = new LiveWriter(link.keys(), link.identity(), workerTtl.toMillis());
    hurry = () -> link.execute(this::write);
    link.redis().whenReady(hurry);
    writing = link.every(interval.toMillis(), this::write);
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindPool(Pool pool) {
    pools.add(pool);
  }

  void unbindPool(Pool pool) {
    pools.remove(pool);
  }

  /** Takes this server out of the picture, if Redis answers soon. */
  @Deactivate
  void close() throws InterruptedException {
    link.redis().forget(hurry);
    writing.cancel(false);
    CountDownLatch gone = new CountDownLatch(1);
    // After what is being written.
    link.execute(
        () ->
            link.redis()
                .send(Lane.LIVE, writer.goodbye())
                .whenComplete((deleted, failure) -> gone.countDown()));
    if (!gone.await(GOODBYE_MILLIS, TimeUnit.MILLISECONDS)) {
      LOG.debug("what was written goes by itself");
    }
  }

  /** On the clockwork's thread. What takes longer than until the next time is not hurried. */
  private void write() {
    if (!underWay.toCompletableFuture().isDone() || !link.redis().state().isReady()) {
      return;
    }
    long now = clock.millis();
    List<PoolSnapshot> snapshots = pools.stream().map(Pool::snapshot).toList();
    List<Redis.Command<String>> commands = new ArrayList<>();
    commands.add(writer.server(snapshots, number.current(), now));
    commands.add(writer.alive(now));
    snapshots.forEach(snapshot -> commands.addAll(writer.pool(snapshot, now)));
    List<CompletableFuture<String>> answers =
        commands.stream()
            .map(command -> link.redis().send(Lane.LIVE, command).toCompletableFuture())
            .toList();
    underWay =
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
            .handle((done, failure) -> written(failure));
  }

  private Void written(Throwable failure) {
    // A connection that was lost is told of by the link.
    boolean fails = failure != null && link.redis().state().isReady();
    if (fails && !failing) {
      LOG.warn("the live state is not written: {}", Faults.line(failure));
    } else if (!fails && failing) {
      LOG.info("the live state is written again");
    }
    failing = fails;
    return null;
  }
}
