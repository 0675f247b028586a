package io.adit.node.bitcoind;

import io.adit.api.Bytes;
import io.adit.api.Hash;
import io.adit.api.State;
import io.adit.api.coin.Coin;
import io.adit.api.coin.CoinProperties;
import io.adit.api.node.BlockPlace;
import io.adit.api.node.BlockVerdict;
import io.adit.api.node.Node;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;

/**
 * A node reached by JSON-RPC: Bitcoin Core or what speaks like it. Asks {@code getblockchaininfo},
 * {@code getbestblockhash} and {@code getblocktemplate}, hears {@code hashblock} by ZMQ; hands over
 * blocks by {@code submitblock}, and looks for those that it is not sure of by {@code
 * getblockheader} and {@code getblockhash}.
 */
@Component(
    service = Node.class,
    configurationPid = "io.adit.node.bitcoind",
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    immediate = true)
@Designate(ocd = Config.class, factory = true)
public final class BitcoindNode implements Node, AutoCloseable {
  static final int MAX_PORT = 65_535;

  /** How long the verdicts on blocks under way are waited for when all ends. */
  private static final Duration LAST_VERDICTS = Duration.ofMillis(300);

  /** How long the threads are waited for then, all together. */
  private static final Duration LAST_THREADS = Duration.ofMillis(200);

  private final RpcClient rpc;
  private final RpcClient fetches;
  private final RpcClient longPolls;
  private final News news;
  private final TipWatcher watcher;
  private final Optional<BlockNotices> notices;
  private final Places places;
  private final Submission submission;
  private final ExecutorService submitters;

  /** One thread: a pool asks for a hundred blocks at once, and the node has better things to do. */
  private final ExecutorService finder;

  /**
   * From a configuration.
   *
   * @param coin what the node must be on
   * @throws IllegalArgumentException if that is wrong in itself
   */
  @Activate
  public BitcoindNode(Config config, CoinProperties coin) {
    this(
        config.adit_node(),
        Coin.of(coin),
        url(config.rpcUrl()),
        config.rpcCookieFile().isEmpty()
            ? Credentials.of(config.rpcUser(), config._rpcPassword())
            : Credentials.ofCookie(Path.of(config.rpcCookieFile())),
        Pace.of(
            positive("pollIntervalMillis", config.pollIntervalMillis()),
            positive("pollLimitMillis", config.pollLimitMillis())),
        Optional.of(config.zmqHashblock())
            .filter(text -> !text.isBlank())
            .map(BlockNotices::endpoint));
  }

  BitcoindNode(
      String name,
      Coin coin,
      URI url,
      Credentials credentials,
      Pace pace,
      Optional<URI> zmqHashblock) {
    Pulse pulse = new Pulse(pace.limit(), System::nanoTime);
    rpc = new RpcClient(url, credentials, pulse::heard);
    fetches = new RpcClient(url, credentials, pulse::heard);
    longPolls = new RpcClient(url, credentials, pulse::heard);
    news = new News(name, State.starting("asking " + rpc.where()));
    watcher = new TipWatcher(name, coin, rpc, fetches, longPolls, pace, pulse, news);
    notices = zmqHashblock.map(endpoint -> new BlockNotices(name, endpoint, watcher::hint));
    places = new Places(rpc);
    submission = new Submission(rpc, places);
    submitters = Executors.newCachedThreadPool(task -> Threads.daemon(name + "-submit", task));
    finder = Executors.newSingleThreadExecutor(task -> Threads.daemon(name + "-place", task));
    watcher.start();
    notices.ifPresent(BlockNotices::start);
  }

  private static Duration positive(String property, long millis) {
    if (millis < 1) {
      throw new IllegalArgumentException(property + ": " + millis + " (expected: >= 1)");
    }
    return Duration.ofMillis(millis);
  }

  /**
   * A node outside of OSGi, for programs and tests that embed one.
   *
   * @throws IllegalArgumentException if the URL is none
   */
  public static BitcoindNode connect(
      String name, Coin coin, String url, String user, String password, Duration pollInterval) {
    return new BitcoindNode(
        name,
        coin,
        url(url),
        Credentials.of(user, password),
        Pace.of(pollInterval, Pace.LIMIT),
        Optional.empty());
  }

  private static URI url(String text) {
    // Not repeated in the message, for people write passwords into it.
    String expected = "rpcUrl (expected: http://HOST:PORT or https://HOST:PORT)";
    try {
      URI url = new URI(text.strip());
      boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (!http || url.getHost() == null || url.getPort() > MAX_PORT) {
        throw new IllegalArgumentException(expected);
      }
      return url;
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(expected);
    }
  }

  @Override
  public State state() {
    return news.state();
  }

  @Override
  public String describe() {
    return "bitcoind at " + rpc.where();
  }

  @Override
  public Watch watch(Listener listener) {
    return news.watch(listener);
  }

  @Override
  public CompletionStage<BlockVerdict> submit(Bytes block) {
    try {
      return CompletableFuture.supplyAsync(() -> judged(block), submitters);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(
          new BlockVerdict(BlockVerdict.Kind.UNREACHABLE, describe() + " is no longer in use"));
    }
  }

  @Override
  public CompletionStage<BlockPlace> place(Hash block) {
    try {
      return CompletableFuture.supplyAsync(() -> places.of(block), finder);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(
          BlockPlace.of(BlockPlace.Kind.UNREACHABLE, describe() + " is no longer in use"));
    }
  }

  private BlockVerdict judged(Bytes block) {
    BlockVerdict verdict = submission.submit(block);
    if (Submission.isNewTip(verdict)) {
      watcher.pollNow();
    }
    return verdict;
  }

  /**
   * Ends all threads and connections, within half a second. Blocks that have no verdict by then
   * come back as unreachable.
   */
  @Deactivate
  @Override
  public void close() {
    close(LAST_VERDICTS);
  }

  /** As {@link #close()}, with another wait for the verdicts. */
  void close(Duration lastVerdicts) {
    // First, so that the connections' end is not taken for the node's.
    watcher.stop();
    longPolls.close();
    fetches.close();
    notices.ifPresent(BlockNotices::stop);
    // Not shutdownNow: a block that waits for its thread still wants its verdict.
    submitters.shutdown();
    finder.shutdown();
    Deadline.in(lastVerdicts).await(submitters);
    rpc.close();
    news.stop();
    Deadline end = Deadline.in(LAST_THREADS);
    end.await(submitters);
    end.await(finder);
    watcher.awaitEnd(end);
    notices.ifPresent(hears -> hears.awaitEnd(end));
    news.awaitEnd(end);
  }
}
