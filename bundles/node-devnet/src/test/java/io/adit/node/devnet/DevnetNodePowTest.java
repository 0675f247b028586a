package io.adit.node.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.State;
import io.adit.api.node.BlockTemplate;
import io.adit.api.node.BlockVerdict;
import io.adit.api.pow.PowAlgorithm;
import io.adit.api.pow.Target;
import io.adit.pow.sha256d.Sha256dPow;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DevnetNodePowTest extends DevnetTest {
  @Test
  void withoutAProofOfWorkTheNodeStartsUp() throws InterruptedException {
    DevnetNode bare = new DevnetNode("bare", "bitcoin", 1, clock, Duration.ofHours(1));
    try {
      assertThat(bare.state().kind()).isEqualTo(State.Kind.STARTING);
    } finally {
      bare.stop();
    }
  }

  @Test
  void withAProofOfWorkItIsReady() {
    assertThat(node.state().kind()).isEqualTo(State.Kind.READY);
  }

  /** Difficulty 1 is 0x1d00ffff by definition. */
  @Test
  void theBitsAreThoseOfTheDifficulty() throws InterruptedException {
    DevnetNode hard = new DevnetNode("hard", "bitcoin", 1, clock, Duration.ofHours(1));
    try {
      hard.bindPow(new Sha256dPow());
      RecordingListener watching = new RecordingListener();
      hard.watch(watching);

      assertThat(watching.nextTemplate().bits()).isEqualTo(0x1d00ffff);
    } finally {
      hard.stop();
    }
  }

  @Test
  void aDifficultyThatCannotBeIsRefusedNotThrown() throws InterruptedException {
    DevnetNode impossible = new DevnetNode("impossible", "bitcoin", -1, clock, Duration.ofHours(1));
    try {
      impossible.bindPow(new Sha256dPow());

      assertThat(impossible.state())
          .isEqualTo(State.refused("difficulty: -1.0 (expected: > 0 and finite)"));
    } finally {
      impossible.stop();
    }
  }

  @Test
  void whenTheProofOfWorkGoesTheNodeWaitsAndCannotBeAsked() throws InterruptedException {
    Sha256dPow second = new Sha256dPow();
    node.bindPow(second);
    BlockTemplate template = template();
    listener.nextState();

    node.unbindPow(second);

    assertThat(listener.nextState().kind()).isEqualTo(State.Kind.WAITING);
    assertThat(submit(Candidate.of(template).mined()).kind())
        .isEqualTo(BlockVerdict.Kind.UNREACHABLE);
  }

  @Test
  void aNewProofOfWorkInPlaceOfTheOldOneKeepsTheChain() throws InterruptedException {
    Sha256dPow old = new Sha256dPow();
    Sha256dPow young = new Sha256dPow();
    node.bindPow(old);
    node.bindPow(young);
    node.unbindPow(old);

    assertThat(node.state().kind()).isEqualTo(State.Kind.READY);
    assertThat(submit(Candidate.of(template()).mined())).isEqualTo(accepted(""));
  }

  @Test
  void theTargetFollowsTheProofOfWork() throws InterruptedException {
    assertThat(template().bits()).isNotEqualTo(0x207fffff);

    node.bindPow(new FailingPow());

    // Its difficulty 1 is so easy that only the greatest target is left.
    assertThat(template().bits()).isEqualTo(0x2100ffff);
  }

  @Test
  void aProofOfWorkThatFailsLeavesTheBlockUnjudged() throws InterruptedException {
    BlockTemplate template = template();
    node.bindPow(new FailingPow());

    BlockVerdict verdict = submit(Candidate.of(template).mined());

    assertThat(verdict.kind()).isEqualTo(BlockVerdict.Kind.UNREACHABLE);
    assertThat(verdict.detail()).contains("a plug-in's own fault");
  }

  private static final class FailingPow implements PowAlgorithm {
    @Override
    public Target difficultyOne() {
      return Target.MAX;
    }

    @Override
    public Hasher newHasher() {
      return (header, hash) -> {
        throw new IllegalStateException("a plug-in's own fault");
      };
    }
  }
}
