package io.adit.pool;

import io.adit.api.State;
import io.adit.api.transport.Transport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of a pool's ports. It lives as long as the pool, while its door opens and closes with the
 * transport. What it has counted stays. Opened and closed by one thread at a time.
 */
final class Port {
  private static final Logger log = LoggerFactory.getLogger(Port.class);

  private final String pool;
  private final PortSettings settings;
  private final Function<LoopCounters, LoopState> newLoop;
  private final List<LoopCounters> counters = new ArrayList<>();
  private volatile List<LoopCounters> seenCounters = List.of();
  private volatile State state = State.starting("not open yet");
  private volatile Door door;

  /** Who serves an open port. */
  record Staff(WorkDesk desk, Enrolment enrolment, Conversation conversation) {}

  /** An open port, and what its event loops keep. */
  private record Door(
      Transport transport, Transport.Listener listener, Staff staff, List<LoopState> loops) {}

  Port(String pool, PortSettings settings, Function<LoopCounters, LoopState> newLoop) {
    this.pool = pool;
    this.settings = settings;
    this.newLoop = newLoop;
  }

  PortSettings settings() {
    return settings;
  }

  boolean isOpen() {
    return door != null;
  }

  State state() {
    return state;
  }

  /** Where it listens; empty when it is closed. */
  String endpoint() {
    Door open = door;
    return open == null ? "" : open.listener().endpoint().toString();
  }

  /** What its loops have counted since the pool started. */
  List<LoopCounters> counters() {
    return seenCounters;
  }

  /** Opens it; if that cannot be, says so once. */
  void open(Transport transport, Function<List<LoopState>, Staff> newStaff) {
    while (counters.size() < transport.loops()) {
      counters.add(new LoopCounters());
    }
    seenCounters = List.copyOf(counters);
    List<LoopState> loops = new ArrayList<>();
    for (int i = 0; i < transport.loops(); i++) {
      loops.add(newLoop.apply(counters.get(i)));
    }
    Staff staff = newStaff.apply(List.copyOf(loops));
    try {
      Transport.Listener listener = transport.listen(settings.endpoint(), staff.conversation());
      door = new Door(transport, listener, staff, List.copyOf(loops));
      state = State.ready("listening at " + listener.endpoint());
      log.info("{}: listening at {}", pool, listener.endpoint());
    } catch (IOException e) {
      State refused = State.refused(e.getMessage());
      if (!refused.equals(state)) {
        log.error("{}: {}; trying again", pool, e.getMessage());
      }
      state = refused;
    }
  }

  /**
   * Closes it: parked, the port and its connections stay with the transport, for this pool's next
   * version to take over. Returns the loops that kept something for it; nobody touches them any
   * more.
   */
  List<LoopState> close(boolean park, String why) {
    Door open = door;
    if (open == null) {
      return List.of();
    }
    state = State.waiting(why);
    door = null;
    if (park) {
      open.listener().park();
    } else {
      open.listener().close();
    }
    // Tasks of the pool's that are waiting on the loops still use what is kept there.
    open.transport().quiesce().toCompletableFuture().join();
    counters.forEach(LoopCounters::allClosed);
    return open.loops();
  }

  /** Does something on each event loop of the open port; nothing when it is closed. */
  void onEachLoop(BiConsumer<Staff, LoopState> task) {
    Door open = door;
    if (open != null) {
      open.listener().onEachLoop(loop -> task.accept(open.staff(), open.loops().get(loop.index())));
    }
  }

  /** Returns when no event loop is in the middle of anything that began before. */
  void quiesce() {
    Door open = door;
    if (open != null) {
      open.transport().quiesce().toCompletableFuture().join();
    }
  }

  /** Whether a miner waits for a job of another difficulty. */
  boolean takeUrgent() {
    Door open = door;
    return open != null && open.staff().desk().takeUrgent();
  }
}
