package io.adit.storage.redis;

import io.adit.api.pool.PoolSnapshot;
import io.adit.api.pool.PoolSnapshot.WorkerSnapshot;
import io.adit.api.pool.RejectReason;
import io.adit.api.pool.WorkStatistics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;

/** What a server writes of itself, as {@code docs/redis.md} has it. */
final class LiveWriter {
  /** How long a server that is gone is shown. */
  private static final Duration SERVERS_SHOWN = Duration.ofDays(1);

  private final Keys keys;
  private final Identity identity;
  private final long workerMillis;
  private final long startedMillis = System.currentTimeMillis();

  /** All that goes when this server does. */
  private final Set<String> written = new HashSet<>();

  /**
   * A writer.
   *
   * @param workerMillis how long a worker that is gone is shown
   */
  LiveWriter(Keys keys, Identity identity, long workerMillis) {
    this.keys = keys;
    this.identity = identity;
    this.workerMillis = workerMillis;
  }

  /** The server itself. */
  Redis.Command<String> server(List<PoolSnapshot> pools, OptionalInt number, long now) {
    List<String> fields = new ArrayList<>();
    put(fields, "host", identity.host());
    put(fields, "number", number.isPresent() ? Integer.toString(number.getAsInt()) : "");
    put(fields, "pools", String.join(" ", pools.stream().map(PoolSnapshot::name).toList()));
    put(fields, "started", Long.toString(startedMillis));
    put(fields, "updated", Long.toString(now));
    return replace(keys.server(identity.server()), fields);
  }

  /** Notes that the server is there. */
  Redis.Command<String> alive(long now) {
    return Script.SEEN.with(
        List.of(keys.servers()),
        List.of(Long.toString(now), Long.toString(SERVERS_SHOWN.toMillis()), identity.server()));
  }

  /** A pool with its users and workers. */
  List<Redis.Command<String>> pool(PoolSnapshot pool, long now) {
    String server = identity.server();
    return List.of(
        replace(keys.pool(pool.name(), server), fields(pool, now)),
        replace(keys.users(pool.name(), server), each(pool.users(), now)),
        replace(keys.workers(pool.name(), server), each(pool.workers(), now)),
        seen(pool, now));
  }

  /** Deletes all that was written of this server, but for when workers were there last. */
  Redis.Command<Long> goodbye() {
    List<String> all = new ArrayList<>(written);
    all.add(keys.server(identity.server()));
    return commands -> commands.del(all.toArray(String[]::new));
  }

  private Redis.Command<String> replace(String key, List<String> fields) {
    written.add(key);
    List<String> arguments = new ArrayList<>(fields.size() + 1);
    arguments.add(Long.toString(LiveStatus.ALIVE.toMillis()));
    arguments.addAll(fields);
    return Script.REPLACE.with(List.of(key), arguments);
  }

  private Redis.Command<String> seen(PoolSnapshot pool, long now) {
    List<String> arguments = new ArrayList<>();
    arguments.add(Long.toString(now));
    arguments.add(Long.toString(workerMillis));
    pool.workers().stream()
        .filter(worker -> worker.connections() > 0)
        .forEach(worker -> arguments.add(worker.name()));
    return Script.SEEN.with(List.of(keys.seen(pool.name())), arguments);
  }

  private static List<String> fields(PoolSnapshot pool, long now) {
    WorkStatistics all = pool.statistics();
    List<String> fields = new ArrayList<>();
    put(fields, "state", pool.state().kind().name());
    put(fields, "detail", pool.state().detail());
    put(fields, "coin", pool.coin());
    put(fields, "height", Integer.toString(pool.height()));
    put(fields, "connections", Long.toString(pool.connections()));
    put(fields, "jobs", Long.toString(pool.jobs()));
    put(fields, "blocks", Long.toString(pool.blocks()));
    put(fields, "rate_1m", rate(all.hashRates().minute()));
    put(fields, "rate_5m", rate(all.hashRates().fiveMinutes()));
    put(fields, "rate_15m", rate(all.hashRates().quarterHour()));
    put(fields, "rate_1h", rate(all.hashRates().hour()));
    put(fields, "rate_1d", rate(all.hashRates().day()));
    pool.shares()
        .forEach(
            (verdict, count) ->
                put(
                    fields,
                    "shares_" + verdict.name().toLowerCase(Locale.ROOT),
                    Long.toString(count)));
    put(fields, "updated", Long.toString(now));
    return fields;
  }

  private List<String> each(List<WorkerSnapshot> workers, long now) {
    List<String> fields = new ArrayList<>();
    for (WorkerSnapshot worker : workers) {
      boolean shown =
          worker.connections() > 0 || now - worker.statistics().lastShareMillis() < workerMillis;
      if (shown) {
        put(fields, worker.name(), json(worker).toString());
      }
    }
    return fields;
  }

  private static Json json(WorkerSnapshot worker) {
    WorkStatistics statistics = worker.statistics();
    Json rejects = new Json();
    for (RejectReason reason : RejectReason.values()) {
      Long count = statistics.rejects().get(reason);
      if (count != null && count > 0) {
        rejects.put(reason.label(), count);
      }
    }
    return new Json()
        .put("connections", worker.connections())
        .put("rate_1m", Math.rint(statistics.hashRates().minute()))
        .put("rate_5m", Math.rint(statistics.hashRates().fiveMinutes()))
        .put("rate_15m", Math.rint(statistics.hashRates().quarterHour()))
        .put("rate_1h", Math.rint(statistics.hashRates().hour()))
        .put("rate_1d", Math.rint(statistics.hashRates().day()))
        .put("shares", statistics.shares())
        .put("difficulty", statistics.credited())
        .put("best", statistics.bestShare())
        .put("last_share", statistics.lastShareMillis())
        .put("rejects", rejects);
  }

  private static String rate(double hashes) {
    return Double.toString(Math.rint(hashes));
  }

  private static void put(List<String> fields, String field, String value) {
    fields.add(field);
    fields.add(value);
  }
}
