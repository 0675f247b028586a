package io.adit.node.devnet;

import io.adit.api.Bytes;
import io.adit.api.node.BlockTemplate;
import io.adit.api.node.BlockVerdict;
import io.adit.pow.sha256d.Sha256dPow;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A running node, easy enough that every fourth hash or so makes a block. */
abstract class DevnetTest {
  static final double DIFFICULTY = 1e-9;

  final SettableClock clock = new SettableClock();
  final DevnetNode node =
      new DevnetNode("test", "bitcoin-regtest", DIFFICULTY, clock, Duration.ofHours(1));
  final RecordingListener listener = new RecordingListener();

  @BeforeEach
  void start() {
    node.bindPow(new Sha256dPow());
    node.watch(listener);
  }

  @AfterEach
  void stop() throws InterruptedException {
    node.stop();
  }

  /** The template that comes first, or the next one after the last that was asked for. */
  BlockTemplate template() throws InterruptedException {
    return listener.nextTemplate();
  }

  BlockVerdict submit(Bytes block) {
    return node.submit(block).toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  static BlockVerdict accepted(String detail) {
    return new BlockVerdict(BlockVerdict.Kind.ACCEPTED, detail);
  }

  static BlockVerdict rejected(String reason) {
    return new BlockVerdict(BlockVerdict.Kind.REJECTED, reason);
  }
}
