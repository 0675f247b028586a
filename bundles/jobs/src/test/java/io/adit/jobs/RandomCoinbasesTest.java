package io.adit.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.api.Bytes;
import io.adit.api.job.CoinbaseSettings;
import io.adit.api.job.CoinbaseSettings.Fee;
import io.adit.api.job.Job;
import io.adit.api.node.BlockTemplate;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.bitcoinj.core.Transaction;
import org.bitcoinj.core.TransactionOutput;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Coinbases of random templates and settings, read by bitcoinj. */
class RandomCoinbasesTest {
  private static final int ROUNDS = 200;
  private static final int UNLIMITED = Integer.MAX_VALUE;

  /** Consensus: {@code MAX_MONEY} of Litecoin, in its smallest unit. */
  private static final long MAX_VALUE = 84_000_000_0000_0000L;

  private final TemplateJobManager jobs = new TemplateJobManager();

  static LongStream seeds() {
    long first = System.nanoTime();
    return LongStream.range(first, first + 20);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void payoutAndFeeAreTheWholeValueAndTheFeeIsItsShareRoundedDown(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      BlockTemplate template = template(random);
      CoinbaseSettings settings = settings(random, UNLIMITED);

      List<TransactionOutput> outputs = read(template, settings).getOutputs();

      long fee = share(template.coinbaseValue(), settings.fee());
      int commitments = template.witnessCommitment().isPresent() ? 1 : 0;
      assertThat(outputs).hasSize((fee > 0 ? 2 : 1) + commitments);
      assertThat(outputs.get(0).getScriptBytes()).isEqualTo(settings.payoutScript().toArray());
      assertThat(valueOf(outputs, 0)).isEqualTo(template.coinbaseValue() - fee);
      if (fee > 0) {
        assertThat(outputs.get(1).getScriptBytes())
            .isEqualTo(settings.fee().orElseThrow().script().toArray());
        assertThat(valueOf(outputs, 1)).isEqualTo(fee);
      }
      template
          .witnessCommitment()
          .ifPresent(
              script -> {
                assertThat(valueOf(outputs, outputs.size() - 1)).isZero();
                assertThat(outputs.get(outputs.size() - 1).getScriptBytes())
                    .isEqualTo(script.toArray());
              });
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void noCoinbaseIsOverItsLimitAndATagGoesOnlyWhereItWouldBe(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      BlockTemplate template = template(random);
      CoinbaseSettings unlimited = settings(random, UNLIMITED);
      byte[] tag = unlimited.tag().getBytes(StandardCharsets.UTF_8);
      Transaction bare = read(template, with(unlimited, "", UNLIMITED));
      int bareSize = bare.serialize().length;
      int push = tag.length == 0 ? 0 : tag.length + (tag.length > 75 ? 2 : 1);
      int limit = bareSize - 20 + random.nextInt(20 + 2 * Math.max(push, 1));
      CoinbaseSettings limited = with(unlimited, unlimited.tag(), limit);

      if (bareSize > limit) {
        assertThatThrownBy(() -> read(template, limited))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining(": " + bareSize + " (expected: <= " + limit + " bytes)");
        continue;
      }
      Transaction coinbase = read(template, limited);
      byte[] bareScript = bare.getInput(0).getScriptBytes();
      boolean room = bareSize + push <= limit && bareScript.length + push <= 100;
      assertThat(coinbase.serialize().length)
          .isLessThanOrEqualTo(limit)
          .isEqualTo(room ? bareSize + push : bareSize);
      byte[] script = coinbase.getInput(0).getScriptBytes();
      assertThat(script).hasSizeLessThanOrEqualTo(100).startsWith(bareScript);
      assertThat(Arrays.copyOfRange(script, script.length - (room ? tag.length : 0), script.length))
          .isEqualTo(room ? tag : new byte[0]);
    }
  }

  private Transaction read(BlockTemplate template, CoinbaseSettings settings) {
    Job job = jobs.job(1, template, 0);
    byte[] extranonce = Coinbases.extranonce(settings.extranonceSize());
    ByteBuffer bytes = ByteBuffer.wrap(Coinbases.join(jobs.coinbase(job, settings), extranonce));
    Transaction coinbase = Transaction.read(bytes);
    assertThat(bytes.remaining()).isZero();
    return coinbase;
  }

  private static long valueOf(List<TransactionOutput> outputs, int index) {
    return outputs.get(index).getValue().value;
  }

  private static long share(long value, Optional<Fee> fee) {
    return fee.map(Fee::hundredthsOfPercent)
        .map(BigInteger::valueOf)
        .map(part -> BigInteger.valueOf(value).multiply(part).divide(BigInteger.valueOf(10_000)))
        .map(BigInteger::longValueExact)
        .orElse(0L);
  }

  private static BlockTemplate template(Random random) {
    Bytes aux = random.nextInt(4) == 0 ? bytes(random, random.nextInt(40)) : Bytes.EMPTY;
    long value = random.nextBoolean() ? random.nextInt(20_000) : random.nextLong(MAX_VALUE + 1);
    return Templates.of(
        random.nextInt(1 << random.nextInt(1, 31)),
        value,
        aux,
        List.of(),
        random.nextBoolean() ? Optional.of(Templates.EMPTY_COMMITMENT) : Optional.empty(),
        Optional.empty());
  }

  private static CoinbaseSettings settings(Random random, int maxSize) {
    Optional<Fee> fee =
        random.nextInt(4) == 0
            ? Optional.empty()
            : Optional.of(new Fee(script(random), random.nextInt(10_001)));
    String tag = (random.nextBoolean() ? "t" : "ü").repeat(random.nextInt(100));
    return new CoinbaseSettings(script(random), fee, tag, random.nextInt(41), maxSize);
  }

  private static CoinbaseSettings with(CoinbaseSettings settings, String tag, int maxSize) {
    return new CoinbaseSettings(
        settings.payoutScript(), settings.fee(), tag, settings.extranonceSize(), maxSize);
  }

  /** Some are so long that their length takes three bytes. */
  private static Bytes script(Random random) {
    return bytes(random, random.nextInt(8) == 0 ? 250 + random.nextInt(10) : random.nextInt(40));
  }

  private static Bytes bytes(Random random, int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return Bytes.copyOf(bytes);
  }
}
