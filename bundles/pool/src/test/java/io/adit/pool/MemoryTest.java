package io.adit.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.ledger.StatisticsLedger;
import io.adit.api.store.StatisticsStore.WorkerRecord;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a pool's statistics are kept, and asked for. */
class MemoryTest {
  private final PoolBench bench = new PoolBench(1);
  private final PoolThread thread = new PoolThread("test");
  private final FakeLedger ledger = new FakeLedger();
  private final Memory memory = new Memory("test", bench.book, thread, bench.clock, bench::nanos);

  private static final class FakeLedger implements StatisticsLedger {
    final Queue<CompletableFuture<List<WorkerRecord>>> asked = new ArrayDeque<>();
    final List<List<WorkerRecord>> kept = new ArrayList<>();

    @Override
    public void keep(List<WorkerRecord> records) {
      kept.add(records);
    }

    @Override
    public CompletionStage<List<WorkerRecord>> recall(String pool) {
      CompletableFuture<List<WorkerRecord>> answer = new CompletableFuture<>();
      asked.add(answer);
      return answer;
    }
  }

  @AfterEach
  void stop() {
    thread.stop();
  }

  private void tick() {
    thread.execute(memory::tick);
    thread.pass();
  }

  @Test
  void aLedgerThatGoesBeforeItAnswersIsAskedAgainAtTheNextTickAndNotSooner() {
    memory.use(ledger);
    thread.pass();
    ledger.asked.remove().completeExceptionally(new IllegalStateException("gone"));
    thread.pass();
    assertThat(ledger.asked).isEmpty();

    tick();
    assertThat(ledger.asked).hasSize(1);

    ledger.asked.remove().complete(List.of());
    tick();
    assertThat(ledger.asked).as("answered").isEmpty();
  }

  @Test
  void statisticsAreKeptEveryHalfMinuteOfThePoolsClock() {
    memory.use(ledger);
    bench.pass(Duration.ofSeconds(29));
    tick();
    assertThat(ledger.kept).isEmpty();

    bench.pass(Duration.ofSeconds(1));
    tick();
    tick();

    assertThat(ledger.kept).hasSize(1);
  }
}
