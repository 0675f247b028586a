package io.adit.launcher;

import io.adit.api.State;
import io.adit.api.ledger.ShareLedger;
import io.adit.api.node.Node;
import io.adit.api.pool.Pool;
import io.adit.api.pool.PoolSnapshot;
import io.adit.api.pool.WorkStatistics;
import io.adit.api.store.ShareStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.service.condition.Condition;

/**
 * A bundle for tests, in a single class: a node and a store, and a pool once the condition {@code
 * adit.open} holds. Their states are in its manifest, and so is the class of what the pool throws
 * when it is asked for one ({@code Fake-Fault}). In the data directory it writes the configuration
 * that it was handed to {@code config} when it starts, and its name to {@code opened} when it has a
 * pool, to {@code stopped} when it stops.
 */
public final class FakeParts implements BundleActivator, ServiceListener {
  private BundleContext context;

  @Override
  public void start(BundleContext started) throws Exception {
    context = started;
    String config = context.getProperty("adit.config.text");
    Files.writeString(Path.of(context.getProperty("adit.data.dir"), "config"), config);
    context.addServiceListener(this, "(" + Condition.CONDITION_ID + "=adit.open)");
    register(Node.class, Node.NAME, "fake node", "Fake-Node");
    register(ShareStore.class, "of", "fake store", "Fake-Node");
    register(ShareLedger.class, "of", "fake ledger", "Fake-Node");
  }

  @Override
  public void serviceChanged(ServiceEvent event) {
    if (event.getType() == ServiceEvent.REGISTERED) {
      register(Pool.class, Pool.NAME, "fake pool", "Fake-Pool");
      write("opened");
    }
  }

  private <T> void register(Class<T> type, String property, String description, String header) {
    State state =
        new State(State.Kind.valueOf(context.getBundle().getHeaders().get(header)), "of a test");
    Object service =
        Proxy.newProxyInstance(
            FakeParts.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) ->
                switch (method.getName()) {
                  case "state" -> state;
                  case "describe" -> description;
                  case "snapshot" -> {
                    fail();
                    yield snapshot(state);
                  }
                  case "hashCode" -> System.identityHashCode(proxy);
                  case "equals" -> proxy == args[0];
                  case "toString" -> description;
                  default -> throw new UnsupportedOperationException(method.toString());
                });
    context.registerService(
        type, type.cast(service), FrameworkUtil.asDictionary(Map.of(property, "main")));
  }

  private static PoolSnapshot snapshot(State state) {
    return new PoolSnapshot(
        "main",
        state,
        List.of("stratum+tcp://0.0.0.0:4321", "stratum+ssl://0.0.0.0:4322"),
        "bitcoin",
        List.of(new PoolSnapshot.NodeSnapshot("fake node", state, 1, true)),
        0,
        0,
        Map.of(),
        new PoolSnapshot.ProcessingTime(List.of(), List.of(0L), 0),
        0,
        0,
        0,
        new WorkStatistics(new WorkStatistics.HashRates(0, 0, 0, 0, 0), 0, 0, 0, 0, Map.of()),
        List.of(),
        List.of());
  }

  private void fail() throws Throwable {
    String fault = context.getBundle().getHeaders().get("Fake-Fault");
    if (fault != null) {
      throw Class.forName(fault)
          .asSubclass(Throwable.class)
          .getConstructor(String.class)
          .newInstance("of\na test");
    }
  }

  @Override
  public void stop(BundleContext stopped) {
    write("stopped");
  }

  private void write(String file) {
    try {
      Files.writeString(
          Path.of(context.getProperty("adit.data.dir"), file),
          context.getBundle().getSymbolicName() + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
