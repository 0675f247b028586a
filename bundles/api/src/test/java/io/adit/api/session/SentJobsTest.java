package io.adit.api.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.Bytes;
import io.adit.api.Hash;
import io.adit.api.job.Coinbase;
import io.adit.api.job.Job;
import io.adit.api.node.BlockTemplate;
import io.adit.api.pow.Target;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SentJobsTest {
  private static final Coinbase COINBASE = new Coinbase(Bytes.EMPTY, Bytes.EMPTY);

  private final SentJobs jobs = new SentJobs();

  @Test
  void atFirstThereIsNone() {
    assertThat(jobs.last()).isNull();
    assertThat(jobs.find(0)).isNull();
  }

  @Test
  void aJobIsFoundWithWhatWasInForceWhenItWasSent() {
    Target first = Target.of(BigInteger.ONE);
    jobs.add(job(5), COINBASE, first, 3, sentNanos(5));
    jobs.add(job(7), COINBASE, Target.MAX, 4, sentNanos(7));

    assertThat(jobs.find(5).target()).isEqualTo(first);
    assertThat(jobs.find(5).difficulty()).isEqualTo(3);
    assertThat(jobs.find(7).target()).isEqualTo(Target.MAX);
    assertThat(jobs.last().job().id()).isEqualTo(7);
  }

  @Test
  void aJobThatWasNotSentIsNotFound() {
    jobs.add(job(5), COINBASE, Target.MAX, 1, sentNanos(5));
    jobs.add(job(7), COINBASE, Target.MAX, 1, sentNanos(7));

    assertThat(jobs.find(4)).isNull();
    assertThat(jobs.find(6)).isNull();
    assertThat(jobs.find(8)).isNull();
  }

  @Test
  void theOldestMakesRoom() {
    for (int id = 0; id <= SentJobs.CAPACITY; id++) {
      jobs.add(job(id), COINBASE, Target.MAX, 1, sentNanos(id));
    }

    assertThat(jobs.find(0)).isNull();
    for (int id = 1; id <= SentJobs.CAPACITY; id++) {
      assertThat(jobs.find(id).job().id()).isEqualTo(id);
    }
  }

  @Test
  void sharesOfAJobAreThoseOfThatJobAlone() {
    jobs.add(job(1), COINBASE, Target.MAX, 1, sentNanos(1));
    jobs.add(job(2), COINBASE, Target.MAX, 1, sentNanos(2));

    jobs.find(1).seen().add(new byte[4], 4, 1, 2, 3);

    assertThat(jobs.find(1).seen().size()).isEqualTo(1);
    assertThat(jobs.find(2).seen().size()).isZero();
  }

  @Test
  void oldJobsAreForgottenButTheLastIsKept() {
    for (int id = 10; id <= 14; id++) {
      jobs.add(job(id), COINBASE, Target.MAX, 1, sentNanos(id));
    }

    jobs.forgetBefore(sentNanos(12));
    assertThat(jobs.find(11)).isNull();
    assertThat(jobs.find(12)).isNotNull();

    jobs.forgetBefore(sentNanos(100));
    assertThat(jobs.find(13)).isNull();
    assertThat(jobs.find(14)).isSameAs(jobs.last()).isNotNull();
  }

  @Test
  void afterForgettingNewJobsAreFound() {
    jobs.add(job(1), COINBASE, Target.MAX, 1, sentNanos(1));
    jobs.forgetBefore(sentNanos(100));
    jobs.add(job(2), COINBASE, Target.MAX, 1, sentNanos(2));

    assertThat(jobs.find(2).job().id()).isEqualTo(2);
  }

  private static long sentNanos(long id) {
    return id * 1000;
  }

  private static Job job(long id) {
    BlockTemplate template =
        new BlockTemplate(
            1,
            1,
            Hash.ZERO,
            0,
            0,
            0,
            0,
            Bytes.EMPTY,
            List.of(),
            Optional.empty(),
            Optional.empty());
    return new Job(id, template, Target.MAX, List.of(), 0);
  }
}
