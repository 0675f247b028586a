package io.adit.testing.exam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.adit.api.pool.Pool;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;

/**
 * A gap is back-pressure: what a miner says while a bundle is away is answered when the bundle is
 * back, on the same connection. All in one framework, one bundle after the other.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class ReplacedBundleIT {
  private static final Duration SILENCE = Duration.ofMillis(200);

  private Registry registry;
  private Miner miner;

  /** A port is chosen here, since a pool that comes back finds its connections by it. */
  @Configuration
  public Option[] server() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return AssembledServer.with(free.getLocalPort());
    }
  }

  @Before
  public void connect() throws IOException {
    registry = new Registry();
    registry.open();
    Pool pool = registry.readyPool();
    miner = new Miner(pool.snapshot().endpoints().get(0));
    assertAccepted(miner.submit());
  }

  @After
  public void disconnect() throws IOException {
    miner.close();
  }

  @Test
  public void theCodec() throws Exception {
    answersAfterTheGap("io.adit.codec-stratum-v1");
  }

  @Test
  public void theAlgorithm() throws Exception {
    answersAfterTheGap("io.adit.pow-sha256d");
  }

  @Test
  public void theJobManager() throws Exception {
    answersAfterTheGap("io.adit.jobs");
  }

  @Test
  public void theVardiffPolicy() throws Exception {
    answersAfterTheGap("io.adit.vardiff-retarget");
  }

  @Test
  public void theLedger() throws Exception {
    answersAfterTheGap("io.adit.ledger");
  }

  /** Its directory is the old one's until that has ended: no share may be refused for that. */
  @Test
  public void theLedgerByANewVersionBesideIt() throws Exception {
    Bundle old = registry.bundle("io.adit.ledger");
    Bundle next = registry.context().installBundle("beside", NewVersion.of(old, "99.0.0"));
    ExecutorService mining = Executors.newSingleThreadExecutor();
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger accepted = new AtomicInteger();
    try {
      Future<?> shares =
          mining.submit(
              () -> {
                while (!over.get()) {
                  assertAccepted(miner.submit());
                  accepted.incrementAndGet();
                }
                return null;
              });
      awaitSome(accepted, shares);
      next.start();
      awaitSome(accepted, shares);
      old.stop();
      awaitSome(accepted, shares);
      over.set(true);
      shares.get();
    } finally {
      mining.shutdownNow();
      next.uninstall();
      old.start();
    }
    assertAccepted(miner.submit());
  }

  private static void awaitSome(AtomicInteger accepted, Future<?> shares) {
    int before = accepted.get();
    await().atMost(Registry.PATIENCE).until(() -> shares.isDone() || accepted.get() >= before + 5);
  }

  @Test
  public void thePoolItself() throws Exception {
    String extranonce1 = miner.subscribe();
    answersAfterTheGap("io.adit.pool");
    assertThat(miner.subscribe()).isEqualTo(extranonce1);
  }

  private void answersAfterTheGap(String name) throws Exception {
    Bundle bundle = registry.bundle(name);
    bundle.stop();
    int share = miner.submit();
    int another = miner.submit();
    await(name + " is away")
        .during(SILENCE)
        .atMost(Registry.PATIENCE)
        .until(() -> miner.replyTo(share).isEmpty() && miner.replyTo(another).isEmpty());
    assertThat(miner.isEnded()).isFalse();

    bundle.start();

    assertAccepted(share);
    assertAccepted(another);
    assertAccepted(miner.submit());
    assertThat(registry.readyPool().snapshot().connections()).isEqualTo(1);
    assertThat(miner.isEnded()).isFalse();
  }

  private void assertAccepted(int share) {
    JsonNode reply = miner.reply(share);
    assertThat(reply.get("result").asBoolean()).as(reply.toString()).isTrue();
  }
}
