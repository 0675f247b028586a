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
    return all(type, property, value).stream().findFirst();
  }

  /** All services with that property, the preferred ones first. */
  <T> List<T> all(Class<T> type, String property, String value) {
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
   * Waits until the services are there, as many as were configured, and have made up their minds.
   * One that takes longer is taken as waiting for something outside.
   *
   * @throws StartException if one never comes, or refuses, or the server is told to stop
   */
  <T> void await(
      Class<T> type,
      String property,
      String value,
      int count,
      Function<T, State> state,
      String what,
      Duration patience)
      throws StartException {
    await(() -> all(type, property, value).stream().map(state).toList(), count, what, patience);
  }

  <T> void await(Class<T> type, Function<T, State> state, String what, Duration patience)
      throws StartException {
    await(() -> find(type).map(state).stream().toList(), 1, what, patience);
  }

  private void await(Supplier<List<State>> source, int count, String what, Duration patience)
      throws StartException {
    waitFor(() -> areKnown(source.get(), count), patience);
    if (stopping.getAsBoolean()) {
      throw new StartException("told to stop before it was up");
    }
    List<State> states = source.get();
    Optional<State> refused = states.stream().filter(Services::isRefused).findFirst();
    if (refused.isPresent()) {
      throw new StartException(what + ": " + refused.get().detail());
    }
    if (states.size() < count) {
      throw new StartException(what + " did not come up within " + patience.toSeconds() + " s");
    }
  }

  private static boolean areKnown(List<State> states, int count) {
    return states.stream().anyMatch(Services::isRefused)
        || (states.size() >= count
            && states.stream().noneMatch(state -> state.kind() == State.Kind.STARTING));
  }

  private static boolean isRefused(State state) {
    return state.kind() == State.Kind.REFUSED;
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
