package io.adit.storage.redis;

import io.adit.api.State;
import io.adit.api.fleet.ServerNumber;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** The number that this server has leased. */
@Component(
    service = ServerNumber.class,
    configurationPid = Config.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    immediate = true)
public final class RedisNumber implements ServerNumber {
  private static final String FILE = "server-number";
  private static final long TICK_MILLIS = 1000;

  private final RedisLink link;
  private final Lease lease;
  private final Runnable hurry;
  private final Future<?> ticking;

  @Activate
  public RedisNumber(@Reference RedisLink link, Config config) {
    this(
        link,
        config.server_id() < 0 ? OptionalInt.empty() : OptionalInt.of(config.server_id()),
        Lease.GOOD_FOR,
        System::nanoTime,
        config.idFile().isEmpty()
            ? Optional.empty()
            : Optional.of(
                new LeaseFile(
                    Path.of(config.idFile()).resolveSibling(FILE),
                    link.redis().settings().describe() + " " + config.keyPrefix(),
                    Lease.GOOD_FOR,
                    Clock.systemUTC())));
  }

  RedisNumber(
      RedisLink link,
      OptionalInt wanted,
      Duration goodFor,
      LongSupplier nanos,
      Optional<LeaseFile> file) {
    this.link = link;
    lease = new Lease(link, wanted, goodFor, nanos, file);
    hurry = () -> link.execute(lease::tick);
    link.redis().whenReady(hurry);
    ticking = link.every(TICK_MILLIS, lease::tick);
  }

  /** The lease runs on: a server that is started again soon has its number again. */
  @Deactivate
  void close() {
    link.redis().forget(hurry);
    ticking.cancel(false);
  }

  @Override
  public State state() {
    return lease.state();
  }

  @Override
  public OptionalInt current() {
    return lease.current();
  }
}
