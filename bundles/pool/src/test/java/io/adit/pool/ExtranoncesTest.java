package io.adit.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.session.SentJobs;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExtranoncesTest {
  private static final Duration KEPT = Duration.ofMinutes(5);

  private long nanos;

  @Test
  void everyOneIsGivenOnceUntilNoneIsLeft() {
    Extranonces extranonces = extranonces(2);
    Set<String> given = new HashSet<>();
    for (int i = 0; i < 65_536; i++) {
      given.add(HexFormat.of().formatHex(extranonces.take().orElseThrow()));
    }

    assertThat(given).hasSize(65_536).allMatch(hex -> hex.length() == 4);
    assertThat(extranonces.take()).isEmpty();
  }

  @Test
  void oneThatIsReleasedIsKeptForItsMinerAndMayBeGivenAgainLater() {
    Extranonces extranonces = extranonces(2);
    byte[] first = extranonces.take().orElseThrow();
    for (int i = 1; i < 65_536; i++) {
      extranonces.take();
    }
    extranonces.release(first, new SentJobs());
    assertThat(extranonces.take()).isEmpty();

    nanos += KEPT.toNanos() + 1;
    extranonces.expire();

    assertThat(extranonces.take().orElseThrow()).isEqualTo(first);
  }

  @Test
  void aMinerThatComesBackInTimeResumesWithTheJobsItHad() {
    Extranonces extranonces = extranonces(4);
    byte[] extranonce1 = extranonces.take().orElseThrow();
    String session = extranonces.sessionOf(extranonce1);
    SentJobs jobs = new SentJobs();
    assertThat(extranonces.resume(session)).as("in use").isEmpty();
    extranonces.release(extranonce1, jobs);
    nanos += KEPT.toNanos();
    extranonces.expire();

    Extranonces.Former former = extranonces.resume(session).orElseThrow();

    assertThat(former.extranonce1()).isEqualTo(extranonce1);
    assertThat(former.jobs()).isSameAs(jobs);
    assertThat(extranonces.resume(session)).as("once").isEmpty();
  }

  @Test
  void whatIsNoSessionOfOursIsNotResumed() {
    Extranonces extranonces = extranonces(4);

    assertThat(extranonces.resume("")).isEmpty();
    assertThat(extranonces.resume("0011223")).isEmpty();
    assertThat(extranonces.resume("zzzzzzzz")).isEmpty();
    assertThat(extranonces.resume("00112233")).as("never given").isEmpty();
  }

  @Test
  void whoeverKnowsAnExtranonceOnlyCannotResumeItsSession() {
    Extranonces extranonces = extranonces(4);
    byte[] extranonce1 = extranonces.take().orElseThrow();
    String session = extranonces.sessionOf(extranonce1);
    extranonces.release(extranonce1, new SentJobs());
    String known = session.substring(0, 8);

    assertThat(extranonces.resume(known)).isEmpty();
    assertThat(extranonces.resume(known + "0".repeat(16))).isEmpty();
    assertThat(extranonces(4).sessionOf(extranonce1)).as("elsewhere").isNotEqualTo(session);
    assertThat(extranonces.resume(session)).isPresent();
  }

  @Test
  void allFormerOnesTogetherRememberSoManyShares() {
    Extranonces extranonces = new Extranonces(4, KEPT, () -> nanos, 5);
    byte[] first = extranonces.take().orElseThrow();
    byte[] second = extranonces.take().orElseThrow();
    extranonces.release(first, jobsWith(3));
    extranonces.release(second, jobsWith(3));
    assertThat(extranonces.resume(extranonces.sessionOf(second))).as("no room").isEmpty();
    assertThat(extranonces.resume(extranonces.sessionOf(first))).isPresent();

    byte[] third = extranonces.take().orElseThrow();
    extranonces.release(third, jobsWith(5));

    assertThat(extranonces.resume(extranonces.sessionOf(third))).as("room again").isPresent();
  }

  /** One job, of which that many shares are remembered. */
  private static SentJobs jobsWith(int shares) {
    PoolBench bench = new PoolBench(1);
    bench.announce(100, PoolBench.HARD_NETWORK);
    SentJobs jobs = bench.connectReady().session().jobs();
    for (int nonce = 0; nonce < shares; nonce++) {
      jobs.last().seen().add(new byte[8], 8, 0, nonce, 0);
    }
    return jobs;
  }

  @Test
  void ofTheFormerOnesOnlySoManyAreKept() {
    Extranonces extranonces = extranonces(2);
    for (int i = 0; i < 20_000; i++) {
      extranonces.take();
    }
    for (int i = 0; i < 65_536; i++) {
      extranonces.release(new byte[] {(byte) (i >> 8), (byte) i}, new SentJobs());
    }
    int free = 0;
    while (extranonces.take().isPresent()) {
      free++;
    }

    // A quarter of them at most, and never more than ten thousand.
    assertThat(free).isEqualTo(65_536 - 10_000);
  }

  private Extranonces extranonces(int size) {
    return new Extranonces(size, KEPT, () -> nanos);
  }

  @Test
  void oneThatAnAdoptedConnectionHasIsNotGiven() {
    Extranonces extranonces = extranonces(2);
    byte[] adopted = {1, 2};
    extranonces.keep(adopted);
    Optional<byte[]> taken = extranonces.take();
    while (taken.isPresent()) {
      assertThat(taken.get()).isNotEqualTo(adopted);
      taken = extranonces.take();
    }
  }

  @Test
  void eightBytesAreAsGoodAsTwo() {
    Extranonces extranonces = extranonces(8);

    assertThat(extranonces.take().orElseThrow()).hasSize(8);
    assertThat(extranonces.take().orElseThrow()).isNotEqualTo(extranonces.take().orElseThrow());
  }
}
