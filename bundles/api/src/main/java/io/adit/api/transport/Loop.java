package io.adit.api.transport;

import org.osgi.annotation.versioning.ProviderType;

/** One event loop: a thread to which a connection belongs for life. */
@ProviderType
public interface Loop {
  /** From 0 to {@link Transport#loops()} - 1. */
  int index();

  /** Runs {@code task} on this loop soon, in the order of calls; never once the loop has ended. */
  void execute(Runnable task);
}
