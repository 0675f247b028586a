package io.adit.testing.exam;

import static org.awaitility.Awaitility.await;

import io.adit.api.pool.Pool;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.condition.Condition;

/** The services and bundles of the framework that a test runs in. */
final class Registry {
  /** For what has to come; much longer than it takes. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final BundleContext context = FrameworkUtil.getBundle(Registry.class).getBundleContext();

  BundleContext context() {
    return context;
  }

  /** A service of a class of that name, whoever's class it is. */
  Optional<ServiceReference<?>> findNamed(String type, String filter) {
    try {
      ServiceReference<?>[] found = context.getAllServiceReferences(type, filter);
      return found == null ? Optional.empty() : Optional.of(found[0]);
    } catch (InvalidSyntaxException e) {
      throw new IllegalArgumentException(filter, e);
    }
  }

  <T> Optional<T> find(Class<T> type, String filter) {
    try {
      return context.getServiceReferences(type, filter).stream()
          .findFirst()
          .map(context::getService);
    } catch (InvalidSyntaxException e) {
      throw new IllegalArgumentException(filter, e);
    }
  }

  /** Waits for a service. */
  <T> T the(Class<T> type, String filter) {
    return await(type.getName() + filter)
        .atMost(PATIENCE)
        .until(() -> find(type, filter), Optional::isPresent)
        .orElseThrow();
  }

  /** What the launcher does when node and store are known to be usable. */
  void open() {
    if (find(Condition.class, "(osgi.condition.id=adit.open)").isEmpty()) {
      context.registerService(
          Condition.class,
          Condition.INSTANCE,
          FrameworkUtil.asDictionary(Map.of(Condition.CONDITION_ID, "adit.open")));
    }
  }

  /** Waits until the pool works, and returns it. */
  Pool readyPool() {
    await("the pool is ready")
        .atMost(PATIENCE)
        .until(
            () ->
                find(Pool.class, "(adit.pool=main)")
                    .filter(pool -> pool.snapshot().state().isReady())
                    .isPresent());
    return the(Pool.class, "(adit.pool=main)");
  }

  Bundle bundle(String symbolicName) {
    return Arrays.stream(context.getBundles())
        .filter(bundle -> bundle.getSymbolicName().equals(symbolicName))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no bundle " + symbolicName));
  }
}
