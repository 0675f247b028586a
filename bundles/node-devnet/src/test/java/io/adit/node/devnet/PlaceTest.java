package io.adit.node.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.Bytes;
import io.adit.api.Hash;
import io.adit.api.Sha256d;
import io.adit.api.node.BlockPlace;
import io.adit.api.node.BlockTemplate;
import io.adit.pow.sha256d.Sha256dPow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Where a block is; see {@link AcceptedBlocksTest} for its depth. */
class PlaceTest extends DevnetTest {
  private static final BlockPlace UNKNOWN = BlockPlace.of(BlockPlace.Kind.UNKNOWN, "");

  /** By Bitcoin's difficulty period: what a chain in memory remembers of itself. */
  private static final int REMEMBERED = 2016;

  private BlockPlace place(Hash block) {
    return node.place(block).toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  private static Hash hashOf(Bytes block) {
    return new Sha256d().hash(Bytes.copyOf(block.toArray(), 0, Block.HEADER_SIZE));
  }

  @Test
  void theGenesisBlockOfAYoungChainIsItsTip() throws InterruptedException {
    assertThat(place(template().previous())).isEqualTo(BlockPlace.inChain(1));
  }

  @Test
  void aBlockThatWasRefusedIsUnknown() throws InterruptedException {
    BlockTemplate template = template();
    Bytes refused = Candidate.of(template).unmined();
    assertThat(submit(refused)).isEqualTo(rejected("high-hash"));

    assertThat(place(hashOf(refused))).isEqualTo(UNKNOWN);
    assertThat(place(template.previous())).isEqualTo(BlockPlace.inChain(1));
  }

  @Test
  void aBlockThatIsHandedInAgainStaysWhereItIs() throws InterruptedException {
    Bytes block = Candidate.of(template()).mined();
    submit(block);
    submit(Candidate.of(template()).mined());

    assertThat(submit(block)).isEqualTo(accepted("duplicate"));

    assertThat(place(hashOf(block))).isEqualTo(BlockPlace.inChain(2));
  }

  @Test
  void placesAreKnownWhileTheProofOfWorkIsAway() throws InterruptedException {
    Bytes block = Candidate.of(template()).mined();
    submit(block);
    Sha256dPow newer = new Sha256dPow();
    node.bindPow(newer);
    node.unbindPow(newer);

    assertThat(place(hashOf(block))).isEqualTo(BlockPlace.inChain(1));
  }

  @Test
  void aBlockIsForgottenWhenItIsDeeperThanTheChainRemembers() throws InterruptedException {
    Bytes block = Candidate.of(template()).mined();
    submit(block);
    for (int above = 1; above < REMEMBERED; above++) {
      submit(Candidate.of(template()).mined());
    }
    assertThat(place(hashOf(block))).isEqualTo(BlockPlace.inChain(REMEMBERED));

    submit(Candidate.of(template()).mined());

    assertThat(place(hashOf(block))).isEqualTo(UNKNOWN);
  }
}
