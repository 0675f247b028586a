package io.adit.node.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.Hash;
import io.adit.api.node.BlockTemplate;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ChainTest {
  private static final long START = 1_800_000_000;

  private final Chain chain = new Chain(hash(0), START);

  @Test
  void aChainStartsAtHeightZero() {
    assertThat(chain.height()).isZero();
    assertThat(chain.tip()).isEqualTo(hash(0));
    assertThat(chain.medianTime()).isEqualTo(START);
  }

  @Test
  void itKnowsTheHeightsOfItsBlocks() {
    chain.append(hash(1), START + 1);
    chain.append(hash(2), START + 2);

    assertThat(chain.heightOf(hash(0))).hasValue(0);
    assertThat(chain.heightOf(hash(2))).hasValue(2);
    assertThat(chain.heightOf(hash(3))).isEmpty();
  }

  @Test
  void theMedianIsThatOfTheLastElevenTimes() {
    // Out of order, as times of blocks may be. Genesis is the twelfth and does not count.
    long[] offsets = {110, 10, 90, 20, 100, 30, 80, 40, 70, 50, 60};
    for (int i = 0; i < offsets.length; i++) {
      chain.append(hash(i + 1), START + offsets[i]);
    }

    assertThat(chain.medianTime()).isEqualTo(START + 60);
  }

  @Test
  void theMedianOfFewBlocksIsTheUpperOfTheMiddleTwo() {
    chain.append(hash(1), START + 100);

    assertThat(chain.medianTime()).isEqualTo(START + 100);
  }

  @Test
  void aTemplateHasTheTimeOfTheClock() {
    BlockTemplate template = chain.template(0x207fffff, START + 5);

    assertThat(template.minTime()).isEqualTo(START + 1);
    assertThat(template.time()).isEqualTo(START + 5);
  }

  @Test
  void aTemplateIsNotEarlierThanItsLeastTime() {
    BlockTemplate template = chain.template(0x207fffff, START - 5);

    assertThat(template.time()).isEqualTo(START + 1);
  }

  @Test
  void blocksThatAreLongPastAreForgotten() {
    for (int i = 1; i <= 5000; i++) {
      chain.append(hash(i), START + i);
    }

    assertThat(chain.height()).isEqualTo(5000);
    assertThat(chain.contains(hash(5000))).isTrue();
    assertThat(chain.contains(hash(5000 - 2015))).isTrue();
    assertThat(chain.contains(hash(5000 - 2016))).isFalse();
  }

  private static Hash hash(int number) {
    return Hash.ofWire(ByteBuffer.allocate(Hash.SIZE).putInt(number).array());
  }
}
