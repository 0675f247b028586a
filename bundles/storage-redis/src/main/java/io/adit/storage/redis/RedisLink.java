package io.adit.storage.redis;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the components of this bundle share: the connections, a thread for what is done from time to
 * time, and who this server is. Nothing on that thread waits for an answer.
 */
@Component(
    service = RedisLink.class,
    configurationPid = Config.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class RedisLink {
  private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);
  private static final long STOP_MILLIS = 1000;

  private final Redis redis;
  private final Identity identity;
  private final ScheduledThreadPoolExecutor clockwork;

  @Activate
  public RedisLink(Config config) {
    this(
        Settings.of(config),
        config.idFile().isEmpty() ? Identity.random() : Identity.in(Path.of(config.idFile())));
  }

  RedisLink(Settings settings, Identity identity) {
    this.identity = identity;
    redis = new Redis(settings);
    clockwork =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "adit-redis-clockwork");
              thread.setDaemon(true);
              return thread;
            });
    clockwork.setRemoveOnCancelPolicy(true);
    redis.open();
  }

  @Deactivate
  void close() throws InterruptedException {
    clockwork.shutdownNow();
    redis.close();
    if (!clockwork.awaitTermination(STOP_MILLIS, TimeUnit.MILLISECONDS)) {
      LOG.warn("the clockwork does not end");
    }
  }

  Redis redis() {
    return redis;
  }

  Keys keys() {
    return redis.settings().keys();
  }

  Identity identity() {
    return identity;
  }

  /** Does something soon, on the thread for that; nothing once it has ended. */
  void execute(Runnable task) {
    try {
      clockwork.execute(() -> guarded(task));
    } catch (RejectedExecutionException e) {
      LOG.debug("closed", e);
    }
  }

  /** Does something after a time; at once if the thread has ended. */
  Future<?> after(long millis, Runnable task) {
    try {
      return clockwork.schedule(() -> guarded(task), millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      task.run();
      return CompletableFuture.completedFuture(null);
    }
  }

  /** Does something now, and again and again. */
  Future<?> every(long millis, Runnable task) {
    return clockwork.scheduleWithFixedDelay(() -> guarded(task), 0, millis, TimeUnit.MILLISECONDS);
  }

  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | LinkageError e) {
      LOG.error("a fault in the clockwork; it goes on", e);
    }
  }
}
