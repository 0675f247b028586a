package io.adit.testing.wire;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Where the shares of a case are made: reads the words of {@code solve} and {@code submit}, which
 * the README beside the cases explains.
 */
final class Bench {
  /** The first to be tried: short, with a letter, so that its other forms differ from it. */
  private static final int FIRST_NONCE = 0x000a0000;

  private static final String FIRST_EXTRANONCE2 = "0000000000c0ffee";

  private final Variables variables;
  private final Set<BigInteger> made = new HashSet<>();
  private Optional<Share> last = Optional.empty();

  Bench(Variables variables) {
    this.variables = variables;
  }

  /** The words of a step: some with a value after an equals sign. */
  private record Order(List<String> words) {
    Order(String text) {
      this(text.isEmpty() ? List.of() : List.of(text.split(" ")));
    }

    boolean has(String word) {
      return words.contains(word);
    }

    Optional<String> value(String name) {
      return words.stream()
          .filter(word -> word.startsWith(name + "="))
          .map(word -> word.substring(name.length() + 1))
          .findFirst();
    }

    /** The field after {@code next}. */
    Optional<Search.Field> next() {
      int at = words.indexOf("next");
      return at < 0 ? Optional.empty() : Optional.of(Search.Field.of(words.get(at + 1)));
    }
  }

  /** The line that hands in a share. */
  String submit(String text, Talk talk, Function<String, Talk> others) {
    Order order = new Order(variables.fill(text));
    Share share = make(order, talk, others);
    String worker = order.value("worker").orElse(variables.fill("$worker"));
    return "{\"id\":"
        + order.value("id").orElse("4")
        + ",\"method\":\"mining.submit\",\"params\":"
        + share.params(worker)
        + "}";
  }

  /** Makes a share for the case to hand in. */
  void solve(String text, Talk talk, Function<String, Talk> others) {
    make(new Order(variables.fill(text)), talk, others);
  }

  /** Params of all shares that differ from the last one in a byte and are not good themselves. */
  List<String> mutations(Miner miner) {
    String worker = variables.fill("$worker");
    return Mutations.of(last.orElseThrow()).stream()
        .filter(share -> !miner.isGood(share))
        .map(share -> share.params(worker))
        .toList();
  }

  private Share make(Order order, Talk talk, Function<String, Talk> others) {
    Share share =
        order.has("again") ? with(order, last.orElseThrow(), talk) : found(order, talk, others);
    last = Optional.of(share);
    variables.set("job", share.job());
    variables.set("extranonce2", share.extranonce2());
    variables.set("ntime", Share.hex(share.ntime()));
    variables.set("nonce", Share.hex(share.nonce()));
    if (share.versionBits().isPresent()) {
      variables.set("version", Share.hex(share.versionBits().getAsInt()));
    }
    return share;
  }

  private Share found(Order order, Talk talk, Function<String, Talk> others) {
    Search.Goal goal =
        order.has("low")
            ? Search.Goal.LOW
            : order.has("block") ? Search.Goal.BLOCK : Search.Goal.SHARE;
    Search.Field field = order.next().orElse(Search.Field.NONCE);
    Talk holder = order.value("from").map(others).orElse(talk);
    int mask = talk.miner().versionMask();
    Share first =
        order.next().isPresent() ? last.orElseThrow() : with(order, first(order, holder), holder);
    MinerJob job = holder.job(first.job());
    BigInteger target =
        order.value("at").map(Double::valueOf).map(Miner::targetOf).orElse(job.target());

    List<Predicate<Share>> wanted = new ArrayList<>();
    wanted.add(
        share -> {
          BigInteger hash = job.hash(share, mask);
          return goal.isMetBy(hash, target, job.networkTarget()) && !made.contains(hash);
        });
    order
        .value("also")
        .map(others)
        .ifPresent(
            other -> {
              MinerJob same = other.job(first.job());
              wanted.add(
                  share ->
                      goal.isMetBy(
                          same.hash(share, other.miner().versionMask()),
                          same.target(),
                          same.networkTarget()));
            });
    Share share = Search.from(first, field, mask, wanted);
    made.add(job.hash(share, mask));
    return share;
  }

  private static Share first(Order order, Talk talk) {
    MinerJob job =
        order
            .value("job")
            .map(talk::job)
            .or(talk.miner()::lastJob)
            .orElseThrow(() -> new IllegalArgumentException("no job has come"));
    int digits = 2 * job.extranonce2Size();
    String extranonce2 =
        "0".repeat(Math.max(0, digits - FIRST_EXTRANONCE2.length()))
            + FIRST_EXTRANONCE2.substring(Math.max(0, FIRST_EXTRANONCE2.length() - digits));
    return new Share(job.id(), extranonce2, job.ntime(), FIRST_NONCE, OptionalInt.empty());
  }

  /** A share with those fields that the order names. */
  private static Share with(Order order, Share share, Talk talk) {
    Share result = share;
    if (order.value("job").isPresent()) {
      result = result.withJob(order.value("job").get());
    }
    if (order.value("extranonce2").isPresent()) {
      result = result.withExtranonce2(order.value("extranonce2").get());
    }
    if (order.value("ntime").isPresent()) {
      result = result.withNtime(ntime(order.value("ntime").get(), share.ntime()));
    }
    if (order.value("nonce").isPresent()) {
      result = result.withNonce(Integer.parseUnsignedInt(order.value("nonce").get(), 16));
    }
    if (order.value("version").isPresent()) {
      result = result.withVersionBits(versionBits(order.value("version").get(), share, talk));
    }
    return result;
  }

  /** {@code none}, {@code job} for the job's own, or hexadecimal digits. */
  private static OptionalInt versionBits(String text, Share share, Talk talk) {
    return switch (text) {
      case "none" -> OptionalInt.empty();
      case "job" -> OptionalInt.of(talk.job(share.job()).version() & talk.miner().versionMask());
      default -> OptionalInt.of(Integer.parseUnsignedInt(text, 16));
    };
  }

  /** {@code +60} after what it is, {@code now+60}, or hexadecimal digits. */
  private static int ntime(String text, int ntime) {
    if (text.startsWith("now")) {
      return (int) (Instant.now().getEpochSecond() + Long.parseLong(text.substring(3)));
    }
    return text.startsWith("+") || text.startsWith("-")
        ? ntime + Integer.parseInt(text)
        : Integer.parseUnsignedInt(text.toLowerCase(Locale.ROOT), 16);
  }
}
