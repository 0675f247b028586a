package io.adit.metrics.prometheus;

import io.adit.api.ledger.LedgerSnapshot;
import io.adit.api.ledger.LedgerSnapshot.StoreSnapshot;
import io.adit.api.ledger.ShareLedger;
import io.prometheus.client.Collector;
import io.prometheus.client.GaugeMetricFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Asks the ledger how it and its stores stand when Prometheus asks. */
final class LedgerCollector extends Collector {
  private final Supplier<List<ShareLedger>> ledgers;

  /** While one is replaced there may be two; the first in the registry's order is in use. */
  LedgerCollector(Supplier<List<ShareLedger>> ledgers) {
    this.ledgers = ledgers;
  }

  @Override
  public List<MetricFamilySamples> collect() {
    return ledgers.get().stream()
        .findFirst()
        .map(ledger -> samples(ledger.snapshot()))
        .orElse(List.of());
  }

  private static List<MetricFamilySamples> samples(LedgerSnapshot ledger) {
    List<MetricFamilySamples> samples = new ArrayList<>();
    samples.add(
        new GaugeMetricFamily(
            "adit_ledger_accepting",
            "Whether shares are recorded: 1, or 0 while there is no room for them.",
            ledger.state().isReady() ? 1 : 0));
    GaugeMetricFamily durability =
        new GaugeMetricFamily(
            "adit_ledger_durability",
            "What an answered share has survived: os or fsync. Always 1.",
            List.of("durability"));
    durability.addMetric(List.of(ledger.durability()), 1);
    samples.add(durability);
    samples.add(
        new GaugeMetricFamily(
            "adit_ledger_bytes",
            "Bytes on disk that shares take which some store has yet to take.",
            ledger.bytes()));
    samples.add(
        new GaugeMetricFamily(
            "adit_ledger_position", "Position after the newest share.", ledger.end()));
    samples.add(
        stores(
            ledger,
            "adit_ledger_store_position",
            "Position up to which a store has all records.",
            StoreSnapshot::position));
    samples.add(
        stores(
            ledger,
            "adit_ledger_store_waiting",
            "Records that a store has yet to take.",
            StoreSnapshot::waiting));
    samples.add(
        stores(
            ledger,
            "adit_ledger_store_up",
            "Whether a store is there and takes what it is handed.",
            store -> store.present() && !store.failing() ? 1 : 0));
    return samples;
  }

  private static GaugeMetricFamily stores(
      LedgerSnapshot ledger, String name, String help, ToDoubleFunction<StoreSnapshot> value) {
    GaugeMetricFamily family = new GaugeMetricFamily(name, help, List.of("store"));
    for (StoreSnapshot store : ledger.stores()) {
      family.addMetric(List.of(store.name()), value.applyAsDouble(store));
    }
    return family;
  }
}
