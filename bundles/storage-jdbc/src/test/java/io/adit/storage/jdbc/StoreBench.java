package io.adit.storage.jdbc;

import io.adit.api.ledger.Share;
import io.adit.api.store.ShareBatch;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.osgi.service.jdbc.DataSourceFactory;
import org.postgresql.osgi.PGDataSourceFactory;

/**
 * How many shares a second one thread stores in a PostgreSQL of its own, with their workers,
 * minutes and positions. Run by hand: {@code StoreBench [shares in a batch] [workers] [seconds]}.
 */
final class StoreBench {
  private StoreBench() {}

  public static void main(String[] args) throws Exception {
    int size = args.length > 0 ? Integer.parseInt(args[0]) : 5000;
    int workers = args.length > 1 ? Integer.parseInt(args[1]) : 1000;
    int seconds = args.length > 2 ? Integer.parseInt(args[2]) : 20;
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      Settings settings =
          new Settings(
              "org.postgresql.Driver",
              "jdbc:postgresql://localhost:" + server.getPort() + "/postgres",
              "postgres",
              "",
              4,
              1,
              Duration.ofSeconds(10),
              Duration.ofSeconds(30),
              Duration.ofDays(90),
              Duration.ZERO,
              "the bench's database");
      JdbcStore store = new JdbcStore();
      store.bindDriver(
          new PGDataSourceFactory(),
          Map.of(DataSourceFactory.OSGI_JDBC_DRIVER_CLASS, settings.driver()));
      store.start(settings, Clock.systemUTC());
      while (!store.state().isReady()) {
        Thread.onSpinWait();
      }
      run(store, size, workers, 5);
      System.out.printf(
          "%d shares a batch, %d workers: %.0f shares/s%n",
          size, workers, run(store, size, workers, seconds));
      store.stop();
    }
  }

  /** Appends batches of random workers, each of a tenth of a second of now, for a time. */
  private static double run(JdbcStore store, int size, int workers, int seconds) throws Exception {
    Random random = new Random(7);
    long position = store.position("bench").orElse(0);
    long begin = System.nanoTime();
    long stored = 0;
    while (System.nanoTime() - begin < Duration.ofSeconds(seconds).toNanos()) {
      long second = System.currentTimeMillis();
      List<Share> shares = new ArrayList<>(size);
      for (int i = 0; i < size; i++) {
        double difficulty = 1 << random.nextInt(20);
        shares.add(
            new Share(
                "main",
                "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq.rig" + random.nextInt(workers),
                position + i,
                840_000,
                difficulty,
                difficulty * (1 + random.nextDouble()),
                second + i * 100L / size));
      }
      store.append(new ShareBatch("bench", position, position + size, shares));
      position += size;
      stored += size;
    }
    return stored * 1e9 / (System.nanoTime() - begin);
  }
}
