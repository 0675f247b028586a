package io.adit.storage.redis;

import io.adit.api.ledger.Share;
import io.adit.api.store.ShareBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * How many shares a second one thread counts in a Redis of its own. Run by hand: {@code StoreBench
 * [shares in a batch] [workers] [seconds]}.
 */
final class StoreBench {
  private StoreBench() {}

  public static void main(String[] args) throws Exception {
    int size = args.length > 0 ? Integer.parseInt(args[0]) : 5000;
    int workers = args.length > 1 ? Integer.parseInt(args[1]) : 1000;
    int seconds = args.length > 2 ? Integer.parseInt(args[2]) : 10;
    try (TestRedis redis = new TestRedis()) {
      RedisLink link = new RedisLink(redis.settings(), Identity.random());
      RedisStore store = new RedisStore(link, Duration.ofDays(1).toMillis());
      while (!store.state().isReady()) {
        Thread.onSpinWait();
      }
      run(store, size, workers, 3);
      System.out.printf(
          "%d shares a batch, %d workers: %.0f shares/s%n",
          size, workers, run(store, size, workers, seconds));
      link.close();
    }
  }

  /** Appends batches of random workers for a time. */
  private static double run(RedisStore store, int size, int workers, int seconds) throws Exception {
    Random random = new Random(7);
    long position = store.position("bench").orElse(0);
    long begin = System.nanoTime();
    long counted = 0;
    while (System.nanoTime() - begin < Duration.ofSeconds(seconds).toNanos()) {
      long now = System.currentTimeMillis();
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
                now));
      }
      store.append(new ShareBatch("bench", position, position + size, shares));
      position += size;
      counted += size;
    }
    return counted * 1e9 / (System.nanoTime() - begin);
  }
}
