package io.adit.node.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.Bytes;
import io.adit.api.Hash;
import io.adit.api.Sha256d;
import io.adit.api.node.BlockPlace;
import io.adit.api.node.BlockTemplate;
import io.adit.pow.sha256d.Sha256dPow;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AcceptedBlocksTest extends DevnetTest {
  @Test
  void theFirstTemplateIsForTheBlockAfterGenesis() throws InterruptedException {
    BlockTemplate first = template();

    assertThat(first.height()).isEqualTo(1);
    assertThat(first.version()).isEqualTo(0x20000000);
    assertThat(first.coinbaseValue()).isEqualTo(50_0000_0000L);
    assertThat(first.time()).isEqualTo(clock.instant().getEpochSecond());
    assertThat(first.transactions()).isEmpty();
    assertThat(first.witnessCommitment())
        .hasValue(
            Bytes.ofHex(
                "6a24aa21a9ede2f61c3f71d1defd3fa999dfa36953755c690689799962b48bebd836974e8cf9"));
  }

  @Test
  void theChainGrowsBlockByBlock() throws InterruptedException {
    BlockTemplate template = template();
    for (int height = 1; height <= 300; height++) {
      assertThat(template.height()).isEqualTo(height);
      Bytes block = Candidate.of(template).mined();

      assertThat(submit(block)).isEqualTo(accepted(""));

      template = template();
      assertThat(template.previous()).isEqualTo(hashOf(block));
      clock.advance(Duration.ofMillis(300));
    }
  }

  @Test
  void aBlockHandedInTwiceIsInTheChainAlready() throws InterruptedException {
    Bytes block = Candidate.of(template()).mined();
    submit(block);

    assertThat(submit(block)).isEqualTo(accepted("duplicate"));
  }

  @Test
  void aBlockIsAsDeepAsThereAreBlocksOnIt() throws InterruptedException {
    BlockTemplate first = template();
    Bytes block = Candidate.of(first).mined();
    submit(block);
    assertThat(place(hashOf(block))).isEqualTo(BlockPlace.inChain(1));

    submit(Candidate.of(template()).mined());

    assertThat(place(hashOf(block))).isEqualTo(BlockPlace.inChain(2));
    assertThat(place(first.previous())).isEqualTo(BlockPlace.inChain(3));
  }

  @Test
  void aBlockThatWasNeverTakenIsUnknown() throws InterruptedException {
    BlockTemplate template = template();
    Bytes second = Candidate.of(new TemplateChange(template).time(template.time() + 1)).mined();
    submit(Candidate.of(template).mined());
    submit(second);

    assertThat(place(hashOf(second))).isEqualTo(BlockPlace.of(BlockPlace.Kind.UNKNOWN, ""));
  }

  @Test
  void aNodeThatHasStoppedSaysNothingOfABlock() throws InterruptedException {
    BlockTemplate template = template();
    node.stop();

    assertThat(place(template.previous()))
        .isEqualTo(BlockPlace.of(BlockPlace.Kind.UNREACHABLE, "stopped"));
  }

  private BlockPlace place(Hash block) {
    return node.place(block).toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  @Test
  void aSecondBlockOnTheSameTipDoesNotReplaceTheFirst() throws InterruptedException {
    BlockTemplate template = template();
    Bytes first = Candidate.of(template).mined();
    Bytes second = Candidate.of(new TemplateChange(template).time(template.time() + 1)).mined();
    submit(first);

    assertThat(submit(second)).isEqualTo(rejected("inconclusive"));
    assertThat(template().previous()).isEqualTo(hashOf(first));
  }

  @Test
  void aBlockNeedNotCommitToWitnessesItDoesNotHave() throws InterruptedException {
    BlockTemplate template = new TemplateChange(template()).witnessCommitment(Optional.empty());

    assertThat(submit(Candidate.of(template).mined())).isEqualTo(accepted(""));
  }

  @Test
  void timesFromTheMedianToTwoHoursAheadAreTaken() throws InterruptedException {
    BlockTemplate first = template();
    assertThat(submit(Candidate.of(new TemplateChange(first).time(first.minTime())).mined()))
        .isEqualTo(accepted(""));

    long latest = clock.instant().getEpochSecond() + 7200;
    assertThat(submit(Candidate.of(new TemplateChange(template()).time(latest)).mined()))
        .isEqualTo(accepted(""));
  }

  @Test
  void rolledVersionBitsAreTaken() throws InterruptedException {
    BlockTemplate rolled = new TemplateChange(template()).version(0x20000000 | 0x1fffe000);

    assertThat(submit(Candidate.of(rolled).mined())).isEqualTo(accepted(""));
  }

  @Test
  void eachChainHasAnotherGenesis() throws InterruptedException {
    clock.advance(Duration.ofMillis(1));
    DevnetNode later =
        new DevnetNode("test", "bitcoin-regtest", DIFFICULTY, clock, Duration.ofHours(1));
    RecordingListener laterListener = new RecordingListener();
    try {
      later.bindPow(new Sha256dPow());
      later.watch(laterListener);

      assertThat(laterListener.nextTemplate().previous()).isNotEqualTo(template().previous());
    } finally {
      later.stop();
    }
  }

  private static Hash hashOf(Bytes block) {
    return new Sha256d().hash(Bytes.copyOf(block.toArray(), 0, Block.HEADER_SIZE));
  }
}
