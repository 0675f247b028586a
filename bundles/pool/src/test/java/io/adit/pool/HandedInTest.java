package io.adit.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.Hash;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandedInTest {
  private final HandedIn handedIn = new HandedIn();
  private final List<String> told = new ArrayList<>();

  private static Hash hash(int number) {
    return Hash.ofWire(ByteBuffer.allocate(Hash.SIZE).putInt(number).array());
  }

  private boolean add(int number, String who) {
    return handedIn.add(hash(number), () -> told.add(who));
  }

  @Test
  void allWhoHandABlockInHearThatItIsSafe() {
    assertThat(add(1, "first")).isTrue();
    assertThat(add(1, "second")).isFalse();
    assertThat(add(2, "another block's")).isTrue();
    assertThat(told).isEmpty();

    handedIn.safe(hash(1));
    handedIn.safe(hash(1));

    assertThat(told).containsExactly("first", "second");
    assertThat(handedIn.isWaitedFor(hash(1))).isFalse();
    assertThat(handedIn.isWaitedFor(hash(2))).isTrue();
  }

  @Test
  void whoHandsInASafeBlockHearsSoAtOnce() {
    add(1, "first");
    handedIn.safe(hash(1));

    assertThat(add(1, "second")).isFalse();

    assertThat(told).containsExactly("first", "second");
  }

  @Test
  void theOldestSafeBlockIsForgottenAndNobodyThatWaits() {
    add(0, "waits");
    for (int i = 1; i <= 1000; i++) {
      add(i, "safe");
      handedIn.safe(hash(i));
    }
    told.clear();

    assertThat(add(1, "again")).as("forgotten").isTrue();
    assertThat(add(0, "waits, too")).isFalse();
    handedIn.safe(hash(0));

    assertThat(told).containsExactly("waits", "waits, too");
  }

  @Test
  void inTheEndAllAreLetGo() {
    add(1, "one");
    add(2, "two");

    handedIn.allSafe();

    assertThat(told).containsExactly("one", "two");
  }
}
