package io.adit.vardiff.retarget;

import io.adit.api.vardiff.VardiffSettings;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/** The tables of {@code docs/vardiff.md}, in Markdown, by name. */
final class VardiffTables {
  private static final VardiffSettings DEFAULTS = Population.settings(10, 60, 30);
  private static final double TERA = 1e12;

  private VardiffTables() {}

  static Map<String, String> all() {
    Map<String, String> tables = new LinkedHashMap<>();
    tables.put("thousandfold", thousandfold());
    tables.put("settings", settings());
    tables.put("starts", starts());
    tables.put("auto", auto());
    tables.put("changes", changes());
    tables.put("returns", returns());
    tables.put("pauses", pauses());
    return tables;
  }

  private static String thousandfold() {
    Table table =
        new Table(
            "hash rate",
            "start",
            "within 20 %",
            "1st",
            "10th",
            "median",
            "90th",
            "99th",
            "changes",
            "most");
    for (double hashRate : new double[] {1e3, 1e6, 1e9, 1e12, 1e15, 1e18}) {
      for (double factor : new double[] {1e-3, 1e3}) {
        Population.Converged c = Population.converged(DEFAULTS, hashRate, factor, 5, 1000);
        table.row(
            hashes(hashRate),
            factor < 1 ? "1000 times too low" : "1000 times too high",
            percent(c.within()),
            number("%.2f", c.shareTimes().quantile(0.01)),
            number("%.2f", c.shareTimes().quantile(0.10)),
            number("%.2f", c.shareTimes().quantile(0.50)),
            number("%.2f", c.shareTimes().quantile(0.90)),
            number("%.2f", c.shareTimes().quantile(0.99)),
            number("%.1f", c.meanChanges()),
            String.valueOf(c.mostChanges()));
      }
    }
    return table.toString();
  }

  private static String settings() {
    Table table =
        new Table(
            "target",
            "retarget",
            "variance",
            "from too low",
            "from too high",
            "changes",
            "worst",
            "time within 20 %",
            "time within 2x");
    double[][] rows = {
      {10, 60, 30}, {10, 60, 10}, {10, 60, 50}, {1, 30, 30}, {1, 300, 30}, {5, 60, 30},
      {10, 30, 30}, {10, 120, 20}, {10, 300, 10}, {15, 60, 30}, {30, 300, 30}, {60, 300, 50},
      {60, 60, 30},
    };
    for (double[] row : rows) {
      VardiffSettings settings = Population.settings(row[0], row[1], row[2]);
      Population.Steady steady = Population.steady(settings, TERA, 10, 1);
      table.row(
          number("%.0f s", row[0]),
          number("%.0f s", row[1]),
          number("%.0f %%", row[2]),
          percent(Population.converged(settings, TERA, 1e-3, 5, 300).within()),
          percent(Population.converged(settings, TERA, 1e3, 5, 300).within()),
          number("%.2f", steady.changes()),
          number("%.2f", steady.worst()),
          percent(steady.within()),
          percent(steady.nearly()));
    }
    return table.toString();
  }

  private static String starts() {
    Table table = new Table("start", "after 5 windows", "after 10", "after 20");
    double[] factors = {1e-6, 0.01, 0.1, 0.5, 2, 3, 10, 30, 100, 300, 3000, 1e4, 1e6};
    for (double factor : factors) {
      double[] within = Population.within(DEFAULTS, TERA, factor, new int[] {5, 10, 20}, 200);
      table.row(
          factor < 1
              ? number("%.0f times too low", 1 / factor)
              : number("%.0f times too high", factor),
          percent(within[0]),
          percent(within[1]),
          percent(within[2]));
    }
    return table.toString();
  }

  private static String auto() {
    Table table =
        new Table("hash rate", "needs", "right within 2x", "9 of 10", "within 20 %", "9 of 10");
    VardiffSettings limits = withLimits(1e-4, 1e12);
    for (double hashRate : new double[] {5e4, 1e6, 1e9, 1e11, 1e12, 1e13, 1e14, 1e15, 1e18}) {
      IntFunction<SimulatedMiner> start =
          seed -> SimulatedMiner.honest(hashRate, 1024, limits, seed);
      Sample near = times(start, SimulatedMiner::isNearlyRight);
      Sample within = times(start, m -> m.isWithin(Population.FIFTH));
      table.row(
          hashes(hashRate),
          difficulty(SimulatedMiner.rightDifficulty(hashRate, limits)),
          duration(near.quantile(0.5)),
          duration(near.quantile(0.9)),
          duration(within.quantile(0.5)),
          duration(within.quantile(0.9)));
    }
    return table.toString();
  }

  private static Sample times(IntFunction<SimulatedMiner> start, Predicate<SimulatedMiner> state) {
    return Sample.of(200, seed -> Population.secondsUntil(start.apply(seed), state));
  }

  private static String changes() {
    Table table = new Table("hash rate", "within 20 %", "9 of 10", "not within an hour");
    Map<String, Double> factors = new LinkedHashMap<>();
    factors.put("a tenth", 0.1);
    factors.put("half", 0.5);
    factors.put("twice", 2.0);
    factors.put("ten times", 10.0);
    factors.forEach(
        (name, factor) -> {
          Sample seconds = Population.secondsAfterChange(DEFAULTS, factor, 300);
          table.row(
              name,
              duration(seconds.quantile(0.5)),
              duration(seconds.quantile(0.9)),
              percent(seconds.part(Double::isInfinite)));
        });
    return table.toString();
  }

  private static String returns() {
    Table table =
        new Table("`min_difficulty`", "away for", "difficulty then", "shares", "right within 2x");
    double hashRate = 100 * TERA;
    for (double least : new double[] {1e-4, 1000}) {
      for (int minutes : new int[] {1, 2, 3, 5, 9}) {
        returned(hashRate, withLimits(least, 1e12), minutes, table);
      }
    }
    return table.toString();
  }

  private static void returned(
      double hashRate, VardiffSettings settings, int minutes, Table table) {
    double right = SimulatedMiner.rightDifficulty(hashRate, settings);
    List<SimulatedMiner> miners = new ArrayList<>();
    for (int seed = 0; seed < 100; seed++) {
      SimulatedMiner miner = SimulatedMiner.honest(0, right, settings, seed);
      for (int i = 0; i < minutes * 60 + 10; i++) {
        miner.second();
      }
      miners.add(miner);
    }
    double difficulty = miners.get(0).difficulty();
    Sample seconds =
        Sample.of(
            miners.size(),
            i -> {
              miners.get(i).hashRate(hashRate);
              return Population.secondsUntil(miners.get(i), SimulatedMiner::isNearlyRight);
            });
    Sample shares = Sample.of(miners.size(), i -> miners.get(i).shares());
    table.row(
        difficulty(settings.minDifficulty()),
        number("%d min", minutes),
        difficulty(difficulty),
        number("%.0f", shares.quantile(0.5)),
        duration(seconds.quantile(0.5)));
  }

  private static String pauses() {
    Table table =
        new Table("works", "pauses", "newest job", "easiest job", "easiest job, least 1000");
    int[][] rhythms = {{600, 0}, {60, 60}, {10, 60}, {60, 120}, {60, 300}, {300, 300}};
    for (int[] rhythm : rhythms) {
      table.row(
          rhythm[1] == 0 ? "always" : number("%d s", rhythm[0]),
          rhythm[1] == 0 ? "never" : number("%d s", rhythm[1]),
          rate(withLimits(1e-4, 1e12), rhythm, false),
          rate(withLimits(1e-4, 1e12), rhythm, true),
          rate(withLimits(1000, 1e12), rhythm, true));
    }
    return table.toString();
  }

  private static String rate(VardiffSettings settings, int[] rhythm, boolean hostile) {
    return number(
        "%.2f", Population.sharesPerSecond(settings, 100 * TERA, rhythm[0], rhythm[1], hostile));
  }

  private static VardiffSettings withLimits(double least, double most) {
    return new VardiffSettings(
        least,
        most,
        DEFAULTS.targetShareTime(),
        DEFAULTS.retargetTime(),
        DEFAULTS.variancePercent());
  }

  private static String hashes(double rate) {
    String[] units = {"H/s", "kH/s", "MH/s", "GH/s", "TH/s", "PH/s", "EH/s"};
    int unit = 0;
    double value = rate;
    for (; value >= 999; value /= 1000) {
      unit++;
    }
    return number("%.0f ", value) + units[unit];
  }

  private static String duration(double seconds) {
    if (Double.isInfinite(seconds)) {
      return "over an hour";
    }
    return seconds < 100 ? number("%.0f s", seconds) : number("%.1f min", seconds / 60);
  }

  private static String difficulty(double difficulty) {
    return new BigDecimal(difficulty)
        .round(new MathContext(3))
        .stripTrailingZeros()
        .toPlainString();
  }

  private static String percent(double part) {
    return number("%.1f %%", 100 * part);
  }

  private static String number(String format, Object value) {
    return String.format(Locale.ROOT, format, value);
  }

  private static final class Table {
    private final StringBuilder text = new StringBuilder();

    Table(String... heads) {
      row(heads);
      row(Collections.nCopies(heads.length, "---").toArray(String[]::new));
    }

    void row(String... cells) {
      text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
