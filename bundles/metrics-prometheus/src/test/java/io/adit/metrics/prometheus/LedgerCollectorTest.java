package io.adit.metrics.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.State;
import io.adit.api.ledger.LedgerSnapshot;
import io.adit.api.ledger.LedgerSnapshot.StoreSnapshot;
import io.adit.api.ledger.Share;
import io.adit.api.ledger.ShareLedger;
import io.prometheus.client.CollectorRegistry;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class LedgerCollectorTest {
  private final CollectorRegistry registry = new CollectorRegistry();

  private record Standing(LedgerSnapshot snapshot) implements ShareLedger {
    @Override
    public State state() {
      return snapshot.state();
    }

    @Override
    public long append(Share share) {
      return REFUSED;
    }

    @Override
    public boolean isDurable(long position) {
      return false;
    }

    @Override
    public void whenDurable(long position, Consumer<Boolean> then) {
      then.accept(false);
    }
  }

  private double value(String name, String label, String text) {
    return registry.getSampleValue(name, new String[] {label}, new String[] {text});
  }

  @Test
  void aLedgerAndItsStoresAreShown() {
    LedgerSnapshot snapshot =
        new LedgerSnapshot(
            State.waiting("no room"),
            "fsync",
            8_388_608,
            4242,
            List.of(
                new StoreSnapshot("shares to a", 4000, 3, true, false),
                new StoreSnapshot("shares to b", 80, 50, true, true),
                new StoreSnapshot("shares to c", 0, 51, false, false)));
    registry.register(new LedgerCollector(() -> List.of(new Standing(snapshot))));

    assertThat(registry.getSampleValue("adit_ledger_accepting")).isZero();
    assertThat(registry.getSampleValue("adit_ledger_bytes")).isEqualTo(8_388_608);
    assertThat(registry.getSampleValue("adit_ledger_position")).isEqualTo(4242);
    assertThat(value("adit_ledger_durability", "durability", "fsync")).isEqualTo(1);
    assertThat(value("adit_ledger_store_position", "store", "shares to a")).isEqualTo(4000);
    assertThat(value("adit_ledger_store_waiting", "store", "shares to b")).isEqualTo(50);
    assertThat(value("adit_ledger_store_up", "store", "shares to a")).isEqualTo(1);
    assertThat(value("adit_ledger_store_up", "store", "shares to b")).isZero();
    assertThat(value("adit_ledger_store_up", "store", "shares to c")).isZero();
  }

  @Test
  void withoutALedgerThereIsNothing() {
    registry.register(new LedgerCollector(List::of));

    assertThat(registry.getSampleValue("adit_ledger_accepting")).isNull();
  }
}
