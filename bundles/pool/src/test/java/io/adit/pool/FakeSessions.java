package io.adit.pool;

import io.adit.api.fleet.SharedSessions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What the servers of a test know together. */
final class FakeSessions implements SharedSessions {
  final Map<String, Kept> kept = new HashMap<>();

  /** The names of the sessions that were kept, each time. */
  final List<String> told = new ArrayList<>();

  /** The names that were asked for. */
  final List<String> asked = new ArrayList<>();

  /** Whether answers wait until they are let go. */
  boolean slow;

  /** Whether nothing can be asked or told. */
  boolean away;

  /** Whether every call is a fault. */
  boolean broken;

  private final List<Runnable> answers = new ArrayList<>();

  /** A pool with work that is of the server of that number. */
  PoolBench server(int number) {
    PoolBench bench =
        new PoolBench(
            PoolBench.settings(1e-7, Payout.POOL, new Numbering(OptionalInt.of(number), false)));
    bench.services = bench.services.withSessions(this);
    bench.announce(100, PoolBench.HARD_NETWORK);
    return bench;
  }

  @Override
  public void keep(String pool, String session, Kept known) {
    failIfBroken();
    told.add(session);
    if (!away) {
      kept.put(pool + " " + session, known);
    }
  }

  @Override
  public void forget(String pool, String session) {
    failIfBroken();
    kept.remove(pool + " " + session);
  }

  @Override
  public CompletionStage<Optional<Kept>> take(String pool, String session) {
    failIfBroken();
    asked.add(session);
    CompletableFuture<Optional<Kept>> taken = new CompletableFuture<>();
    Optional<Kept> found =
        away ? Optional.empty() : Optional.ofNullable(kept.remove(pool + " " + session));
    Runnable answer =
        away
            ? () -> taken.completeExceptionally(new IllegalStateException("away"))
            : () -> taken.complete(found);
    if (slow) {
      answers.add(answer);
    } else {
      answer.run();
    }
    return taken;
  }

  void answer() {
    List<Runnable> due = List.copyOf(answers);
    answers.clear();
    due.forEach(Runnable::run);
  }

  /** What is known of a session of the benches' pool. */
  Optional<Kept> of(String session) {
    return Optional.ofNullable(kept.get("test " + session));
  }

  private void failIfBroken() {
    if (broken) {
      throw new IllegalStateException("broken");
    }
  }
}
