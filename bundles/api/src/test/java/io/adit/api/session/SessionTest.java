package io.adit.api.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.pow.Target;
import io.adit.api.vardiff.ShareStatistics;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SessionTest {
  private final Session session = new Session();

  @Test
  void aNewSessionIsNotSubscribedAndHasNoWorker() {
    assertThat(session.isSubscribed()).isFalse();
    assertThat(session.extranonce1()).isEmpty();
    assertThat(session.userAgent()).isEmpty();
    assertThat(session.workers()).isEmpty();
    assertThat(session.versionMask()).isZero();
  }

  @Test
  void aSubscriptionGivesItAnExtranonce1() {
    session.subscribe(new byte[] {1, 2, 3, 4}, 8);

    assertThat(session.isSubscribed()).isTrue();
    assertThat(session.extranonce1())
        .hasValueSatisfying(e -> assertThat(e).containsExactly(1, 2, 3, 4));
  }

  @Test
  void aResumedSubscriptionHasTheJobsThatWereSentBefore() {
    SentJobs former = new SentJobs();
    session.resume(new byte[] {1, 2, 3, 4}, 8, former);

    assertThat(session.isSubscribed()).isTrue();
    assertThat(session.jobs()).isSameAs(former);
  }

  @Test
  void aWorkerIsFoundByTheBytesOfItsName() {
    session.workers().add(new Worker("bc1q.rig"));
    session.workers().add(new Worker("bc1q.größe"));
    byte[] line = "[\"bc1q.größe\",".getBytes(StandardCharsets.UTF_8);

    // ö and ß take two bytes each.
    assertThat(session.worker(line, 2, 12)).isSameAs(session.workers().get(1));
    assertThat(session.worker(line, 2, 11)).isNull();
    assertThat(session.worker(line, 2, 13)).isNull();
    assertThat(session.worker(line, 1, 12)).isNull();
  }

  @Test
  void aDifficultyIsToldOnce() {
    session.difficulty(512, Target.MAX);
    assertThat(session.isDifficultyTold()).isFalse();

    session.difficultyTold();
    assertThat(session.isDifficultyTold()).isTrue();
  }

  @Test
  void theSameDifficultyNeedNotBeToldAgain() {
    session.difficulty(512, Target.MAX);
    session.difficultyTold();

    session.difficulty(512, Target.MAX);
    assertThat(session.isDifficultyTold()).isTrue();

    session.difficulty(1024, Target.MAX);
    assertThat(session.isDifficultyTold()).isFalse();
  }

  @Test
  void aDifficultyThatChangedTwiceBeforeItWasToldIsStillToBeTold() {
    session.difficulty(512, Target.MAX);
    session.difficultyTold();

    session.difficulty(1024, Target.MAX);
    session.difficulty(1024, Target.MAX);

    assertThat(session.isDifficultyTold()).isFalse();
  }

  @Test
  void aWindowCountsSharesSinceItBegan() {
    ShareWindow window = session.window();
    window.begin(seconds(100));
    window.add(512, seconds(103));
    window.add(256, seconds(107));

    assertThat(window.statistics(256, seconds(110)).shares()).isEqualTo(2);
    assertThat(window.statistics(256, seconds(110)))
        .isEqualTo(new ShareStatistics(256, 2, 768, seconds(10), seconds(3)));
  }

  @Test
  void aNewWindowIsEmpty() {
    ShareWindow window = session.window();
    window.begin(seconds(100));
    window.add(512, seconds(103));

    window.begin(seconds(110));

    assertThat(window.statistics(256, seconds(115)))
        .isEqualTo(new ShareStatistics(256, 0, 0, seconds(5), seconds(5)));
  }

  private static long seconds(long seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }
}
