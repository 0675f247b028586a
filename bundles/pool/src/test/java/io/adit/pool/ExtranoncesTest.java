package io.adit.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.session.SentJobs;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;
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
      given.add(HexFormat.of().formatHex(extranonces.take(OptionalInt.empty()).orElseThrow()));
    }

    assertThat(given).hasSize(65_536).allMatch(hex -> hex.length() == 4);
    assertThat(extranonces.take(OptionalInt.empty())).isEmpty();
  }

  @Test
  void oneThatIsReleasedIsKeptForItsMinerAndMayBeGivenAgainLater() {
    Extranonces extranonces = extranonces(2);
    byte[] first = extranonces.take(OptionalInt.empty()).orElseThrow();
    for (int i = 1; i < 65_536; i++) {
      extranonces.take(OptionalInt.empty());
    }
    extranonces.release("", first, new SentJobs());
    assertThat(extranonces.take(OptionalInt.empty())).isEmpty();

    nanos += KEPT.toNanos() + 1;
    extranonces.expire();

    assertThat(extranonces.take(OptionalInt.empty()).orElseThrow()).isEqualTo(first);
  }

  @Test
  void aMinerThatComesBackInTimeResumesWithTheJobsItHad() {
    Extranonces extranonces = extranonces(4);
    byte[] extranonce1 = extranonces.take(OptionalInt.empty()).orElseThrow();
    String session = extranonces.newName(extranonce1);
    SentJobs jobs = new SentJobs();
    assertThat(extranonces.resume(session)).as("in use").isEmpty();
    extranonces.release(session, extranonce1, jobs);
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
    byte[] extranonce1 = extranonces.take(OptionalInt.empty()).orElseThrow();
    String session = extranonces.newName(extranonce1);
    extranonces.release(session, extranonce1, new SentJobs());
    String known = session.substring(0, 8);

    assertThat(extranonces.resume(known)).isEmpty();
    assertThat(extranonces.resume(known + "0".repeat(16))).isEmpty();
    assertThat(extranonces.resume(extranonces.newName(extranonce1))).as("another name").isEmpty();
    assertThat(extranonces.resume(session)).isPresent();
  }

  @Test
  void allFormerOnesTogetherRememberSoManyShares() {
    Extranonces extranonces = new Extranonces(4, KEPT, () -> nanos, 5);
    byte[] first = extranonces.take(OptionalInt.empty()).orElseThrow();
    byte[] second = extranonces.take(OptionalInt.empty()).orElseThrow();
    String ofFirst = extranonces.newName(first);
    String ofSecond = extranonces.newName(second);
    extranonces.release(ofFirst, first, jobsWith(3));
    extranonces.release(ofSecond, second, jobsWith(3));
    assertThat(extranonces.resume(ofSecond)).as("no room").isEmpty();
    assertThat(extranonces.resume(ofFirst)).isPresent();

    byte[] third = extranonces.take(OptionalInt.empty()).orElseThrow();
    String ofThird = extranonces.newName(third);
    extranonces.release(ofThird, third, jobsWith(5));

    assertThat(extranonces.resume(ofThird)).as("room again").isPresent();
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
      extranonces.take(OptionalInt.empty());
    }
    for (int i = 0; i < 65_536; i++) {
      extranonces.release("", new byte[] {(byte) (i >> 8), (byte) i}, new SentJobs());
    }
    int free = 0;
    while (extranonces.take(OptionalInt.empty()).isPresent()) {
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
    Optional<byte[]> taken = extranonces.take(OptionalInt.empty());
    while (taken.isPresent()) {
      assertThat(taken.get()).isNotEqualTo(adopted);
      taken = extranonces.take(OptionalInt.empty());
    }
  }

  @Test
  void eightBytesAreAsGoodAsTwo() {
    Extranonces extranonces = extranonces(8);

    assertThat(extranonces.take(OptionalInt.empty()).orElseThrow()).hasSize(8);
    assertThat(extranonces.take(OptionalInt.empty()).orElseThrow())
        .isNotEqualTo(extranonces.take(OptionalInt.empty()).orElseThrow());
  }

  @Test
  void allOfAServersBeginWithItsNumber() {
    Extranonces extranonces = extranonces(2);
    Set<String> given = new HashSet<>();
    for (int i = 0; i < 256; i++) {
      given.add(HexFormat.of().formatHex(extranonces.take(OptionalInt.of(0xc7)).orElseThrow()));
    }

    assertThat(given).hasSize(256).allMatch(hex -> hex.startsWith("c7"));
    assertThat(extranonces.take(OptionalInt.of(0xc7))).isEmpty();
    assertThat(extranonces.take(OptionalInt.of(0xc8))).isPresent();
  }

  @Test
  void theNumberIsTheFirstOfEightBytesToo() {
    assertThat(extranonces(8).take(OptionalInt.of(255)).orElseThrow())
        .hasSize(8)
        .startsWith((byte) 255);
  }

  @Test
  void formerOnesLeaveRoomInAServersSmallRange() {
    Extranonces extranonces = extranonces(2);
    for (int i = 0; i < 256; i++) {
      byte[] taken = extranonces.take(OptionalInt.of(1)).orElseThrow();
      extranonces.release(extranonces.newName(taken), taken, new SentJobs());
    }
    int free = 0;
    while (extranonces.take(OptionalInt.of(1)).isPresent()) {
      free++;
    }

    assertThat(free).as("a quarter is kept").isEqualTo(192);
  }

  @Test
  void oneThatWasHadElsewhereIsNobodyElses() {
    Extranonces extranonces = extranonces(2);
    byte[] foreign = {1, 2};
    assertThat(extranonces.claim(foreign).orElseThrow().extranonce1()).isEqualTo(foreign);

    assertThat(extranonces.claim(foreign)).as("in use").isEmpty();
    for (int i = 1; i < 256; i++) {
      assertThat(extranonces.take(OptionalInt.of(1)).orElseThrow()).isNotEqualTo(foreign);
    }
    assertThat(extranonces.take(OptionalInt.of(1))).isEmpty();
  }

  @Test
  void oneThatWasHadElsewhereIsForgottenWithTime() {
    Extranonces extranonces = extranonces(4);
    byte[] foreign = {1, 2, 3, 4};
    String session = extranonces.newName(foreign);
    extranonces.claim(foreign);
    extranonces.release(session, foreign, new SentJobs());
    nanos += KEPT.toNanos() + 1;
    extranonces.expire();

    assertThat(extranonces.resume(session)).isEmpty();
    assertThat(extranonces.claim(foreign)).isPresent();
  }

  @Test
  void aMinerThatWasHereBeforeItWasElsewhereFindsTheJobsItHadHere() {
    Extranonces extranonces = extranonces(4);
    byte[] extranonce1 = extranonces.take(OptionalInt.empty()).orElseThrow();
    SentJobs jobs = new SentJobs();
    extranonces.release(extranonces.newName(extranonce1), extranonce1, jobs);

    assertThat(extranonces.claim(extranonce1).orElseThrow().jobs()).isSameAs(jobs);
  }

  @Test
  void oneOfAnotherSizeCannotBeBroughtAlong() {
    assertThat(extranonces(4).claim(new byte[3])).isEmpty();
  }

  @Test
  void onlyWhatCouldBeANameIsWorthAsking() {
    Extranonces extranonces = extranonces(4);
    byte[] extranonce1 = extranonces.take(OptionalInt.empty()).orElseThrow();

    assertThat(extranonces.mayBeElsewhere("")).isFalse();
    assertThat(extranonces.mayBeElsewhere("g".repeat(24))).isFalse();
    assertThat(extranonces.mayBeElsewhere("0".repeat(26))).isFalse();
    assertThat(extranonces.mayBeElsewhere(extranonces.newName(extranonce1)))
        .as("in use here")
        .isFalse();
    assertThat(extranonces.mayBeElsewhere(extranonces(4).newName(new byte[4]))).isTrue();
  }
}
