package io.adit.launcher;

import io.adit.api.State;
import io.adit.api.fleet.ServerNumber;
import io.adit.api.ledger.ShareLedger;
import io.adit.api.node.Node;
import io.adit.api.pool.Pool;
import io.adit.api.pool.PoolSnapshot;
import io.adit.api.store.ShareStore;
import io.adit.config.yaml.AditConfig;
import io.adit.config.yaml.MetricsConfig;
import io.adit.config.yaml.PoolConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.condition.Condition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server: the framework with the bundles of a distribution, started in an order in which nothing
 * listens before it is known that it may. The methods may be called from any thread.
 */
public final class AditServer implements AutoCloseable {
  /** The condition that pools wait for before they listen. */
  static final String OPEN = "adit.open";

  private static final Logger log = LoggerFactory.getLogger(AditServer.class);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  /** First whatever lets something in, then the ledger, which hands the rest to the store. */
  private static final List<Predicate<String>> STOP_ORDER =
      List.of(
          "io.adit.pool"::equals,
          "io.adit.transport-netty"::equals,
          AditServer::isHttp,
          "io.adit.ledger"::equals,
          name -> name.startsWith("io.adit.node-"));

  /**
   * What to start.
   *
   * @param config that has been checked
   * @param home directory of the distribution, with {@code bundles} in it
   * @param data directory to keep data in
   */
  public record Options(AditConfig config, Path home, Path data) {}

  /** A part of the server, as the banner shows it. */
  record Part(String description, State state) {}

  private final Options options;
  private final Duration patience;
  private volatile boolean stopping;
  private DataDirectory data;
  private FrameworkHost host;
  private Services services;

  public AditServer(Options options) {
    this(options, Duration.ofSeconds(5));
  }

  /**
   * A server that has not been started.
   *
   * @param patience how long each part may take to come up
   */
  AditServer(Options options, Duration patience) {
    this.options = options;
    this.patience = patience;
  }

  /**
   * Starts the server. Returns when its ports are open.
   *
   * @throws StartException if it cannot run, or {@link #stop} is called; the latter releases what
   *     it has taken
   */
  public synchronized void start() throws StartException {
    AditConfig config = options.config();
    data = DataDirectory.take(options.data());
    Preflight.check(config);
    host = FrameworkHost.start(config, data.path());
    services = new Services(host.context(), () -> stopping);
    host.install(options.home().resolve("bundles"));
    host.resolve();
    host.startBundles(name -> !stopping && !isHttp(name));
    for (PoolConfig pool : config.pools()) {
      String what = "the node of pool " + pool.name();
      int count = pool.nodes().size();
      services.await(Node.class, Node.NAME, pool.name(), count, Node::state, what, patience);
    }
    int stores = config.redis().isPresent() ? 2 : 1;
    services.await(
        ShareStore.class,
        Constants.OBJECTCLASS,
        "*",
        stores,
        ShareStore::state,
        "the store",
        patience);
    if (config.redis().isPresent()) {
      services.await(ServerNumber.class, ServerNumber::state, "the server's number", patience);
    }
    services.await(ShareLedger.class, ShareLedger::state, "the ledger", patience);
    open();
    for (PoolConfig pool : config.pools()) {
      String what = "pool " + pool.name();
      services.await(
          Pool.class, Pool.NAME, pool.name(), 1, p -> p.snapshot().state(), what, patience);
    }
    if (config.metrics().enabled()) {
      host.startBundles(AditServer::isHttp);
      requireHttp();
    }
  }

  private static boolean isHttp(String bundle) {
    return bundle.contains("http.jetty");
  }

  /** The HTTP server logs that it cannot listen, and goes on. */
  private void requireHttp() throws StartException {
    if (http().isEmpty()) {
      MetricsConfig metrics = options.config().metrics();
      throw new StartException(
          "metrics: nothing serves HTTP on "
              + metrics.host()
              + ":"
              + metrics.port()
              + ": the log may say why");
    }
  }

  private void open() {
    host.context()
        .registerService(
            Condition.class,
            Condition.INSTANCE,
            FrameworkUtil.asDictionary(Map.of(Condition.CONDITION_ID, OPEN)));
  }

  /** The pools as they stand now. */
  public synchronized List<PoolSnapshot> pools() {
    List<PoolSnapshot> pools = new ArrayList<>();
    for (PoolConfig pool : options.config().pools()) {
      services.find(Pool.class, Pool.NAME, pool.name()).map(Pool::snapshot).ifPresent(pools::add);
    }
    return pools;
  }

  /** A pool's nodes, the preferred one first. */
  synchronized List<Part> nodes(String pool) {
    return services.all(Node.class, Node.NAME, pool).stream()
        .map(node -> new Part(node.describe(), node.state()))
        .toList();
  }

  synchronized List<Part> stores() {
    return services.all(ShareStore.class, Constants.OBJECTCLASS, "*").stream()
        .map(store -> new Part(store.describe(), store.state()))
        .toList();
  }

  /** Where HTTP is served: on the configured address, with the port that it got. */
  synchronized Optional<String> http() {
    MetricsConfig metrics = options.config().metrics();
    if (!metrics.enabled()) {
      return Optional.empty();
    }
    return services.httpPort(patience).map(port -> "http://" + metrics.host() + ":" + port);
  }

  /** Waits until the server has been stopped, by {@link #stop} or from within. */
  public void awaitStop() throws InterruptedException {
    FrameworkHost started;
    synchronized (this) {
      started = host;
    }
    if (started != null) {
      started.awaitStop();
    }
  }

  /**
   * Stops the server in order: nothing new is let in, what was accepted is stored, the rest ends. A
   * start that is under way fails.
   *
   * @return whether everything ended in time
   */
  public boolean stop() {
    stopping = true;
    return stopStarted();
  }

  private synchronized boolean stopStarted() {
    boolean ended = true;
    if (host != null) {
      host.stopBundles(STOP_ORDER);
      try {
        ended = host.stop(STOP_LIMIT);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        ended = false;
      }
      host = null;
    }
    if (data != null) {
      try {
        data.close();
      } catch (IOException e) {
        log.warn("the data directory's lock could not be released", e);
      }
      data = null;
    }
    return ended;
  }

  @Override
  public void close() {
    stop();
  }
}
