package io.adit.launcher;

import io.adit.api.State;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** Finds the services that the server is made of, and waits for them. */
final class Services {
  private static final long STEP_NANOS = Duration.ofMillis(5).toNanos();

  private static final String HTTP_ENDPOINT = "osgi.http.endpoint";
  private static final Pattern PORT = Pattern.compile(":(\\d+)/?$");

  private final BundleContext context;
  private final BooleanSupplier stopping;

  /**
   * The services of a framework.
   *
   * @param stopping whether there is nothing to wait for any more
   */
  Services(BundleContext context, BooleanSupplier stopping) {
    this.context = context;
    this.stopping = stopping;
  }

  <T> Optional<T> find(Class<T> type) {
    return Optional.ofNullable(context.getServiceReference(type)).map(context::getService);
  }

  <T> Optional<T> find(Class<T> type, String property, String value) {
    return findAll(type, property, value).stream().findFirst();
  }

  /** All that are there, in the registry's order. */
  <T> List<T> findAll(Class<T> type, String property, String value) {
    return references(type, "(" + property + "=" + value + ")").stream()
        .sorted(Comparator.reverseOrder())
        .map(context::getService)
        .filter(Objects::nonNull)
        .toList();
  }

  private <T> Collection<ServiceReference<T>> references(Class<T> type, String filter) {
    try {
      return context.getServiceReferences(type, filter);
    } catch (InvalidSyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /**
   * Waits until the service is there and has made up its mind. One that takes longer is taken as
   * waiting for something outside.
   *
   * @throws StartException if it never comes, or refuses, or the server is told to stop
   */
  <T> void await(
      Class<T> type,
      String property,
      String value,
      Function<T, State> state,
      String what,
      Duration patience)
      throws StartException {
    await(() -> find(type, property, value).map(state), what, patience);
  }

  <T> void await(Class<T> type, Function<T, State> state, String what, Duration patience)
      throws StartException {
    await(() -> find(type).map(state), what, patience);
  }

  /** Waits until a part that is there has made up its mind. */
  void await(Supplier<State> state, String what, Duration patience) throws StartException {
    await((StateSource) () -> Optional.of(state.get()), what, patience);
  }

  /** Waits until something is so, or the patience is at its end. */
  void await(BooleanSupplier condition, Duration patience) {
    waitFor(condition, patience);
  }

  private interface StateSource {
    Optional<State> now();
  }

  private void await(StateSource source, String what, Duration patience) throws StartException {
    waitFor(
        () -> source.now().filter(state -> state.kind() != State.Kind.STARTING).isPresent(),
        patience);
    if (stopping.getAsBoolean()) {
      throw new StartException("told to stop before it was up");
    }
    State state =
        source
            .now()
            .orElseThrow(
                () ->
                    new StartException(
                        what + " did not come up within " + patience.toSeconds() + " s"));
    if (state.kind() == State.Kind.REFUSED) {
      throw new StartException(what + ": " + state.detail());
    }
  }

  /** The port that Jetty serves HTTP on, from the addresses that it registers. */
  Optional<Integer> httpPort(Duration patience) {
    waitFor(() -> endpointPort().isPresent(), patience);
    return endpointPort();
  }

  private Optional<Integer> endpointPort() {
    try {
      ServiceReference<?>[] found =
          context.getAllServiceReferences(null, "(" + HTTP_ENDPOINT + "=*)");
      if (found == null) {
        return Optional.empty();
      }
      Object endpoints = found[0].getProperty(HTTP_ENDPOINT);
      String first = endpoints instanceof String[] several ? several[0] : endpoints.toString();
      Matcher port = PORT.matcher(first);
      return port.find() ? Optional.of(Integer.parseInt(port.group(1))) : Optional.empty();
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException("the filter is a constant", e);
    }
  }

  private void waitFor(BooleanSupplier condition, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean() && !stopping.getAsBoolean() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(STEP_NANOS);
    }
  }
}
