package io.adit.pool;

import io.adit.api.Bytes;
import io.adit.api.Sha256d;
import io.adit.api.job.Job;
import io.adit.api.ledger.FoundBlock;
import io.adit.api.ledger.FoundBlock.Status;
import io.adit.api.node.BlockVerdict;
import io.adit.api.node.Node;
import io.adit.api.session.Worker;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings found blocks to the node: recorded first, then submitted, again and again until there is a
 * verdict. Runs on the pool's thread, off the event loops.
 */
final class BlockCourier implements ShareJudge.BlockFinder {
  private static final Logger log = LoggerFactory.getLogger(BlockCourier.class);
  private static final long FIRST_RETRY_MILLIS = 500;
  private static final long LAST_RETRY_MILLIS = 30_000;

  private final PoolSettings settings;
  private final Supplier<Services> services;
  private final Supplier<Node> node;
  private final PoolThread thread;
  private final Clock clock;
  private final AtomicLong accepted = new AtomicLong();

  BlockCourier(
      PoolSettings settings,
      Supplier<Services> services,
      Supplier<Node> node,
      PoolThread thread,
      Clock clock) {
    this.settings = settings;
    this.services = services;
    this.node = node;
    this.thread = thread;
    this.clock = clock;
  }

  @Override
  public void found(Job job, byte[] header, byte[] extranonce, Worker worker) {
    Services current = services.get();
    thread.execute(() -> deliver(job, header, extranonce, worker, current));
  }

  private void deliver(Job job, byte[] header, byte[] extranonce, Worker worker, Services current) {
    Bytes data = current.jobs().block(job, header, extranonce);
    FoundBlock block =
        new FoundBlock(
            settings.name(),
            new Sha256d().hash(Bytes.copyOf(header)),
            worker.name(),
            job.template().height(),
            job.networkTarget().difficulty(current.pow().difficultyOne()),
            job.template().coinbaseValue(),
            data,
            Status.PENDING,
            "",
            clock.millis());
    log.info(
        "{}: block {} found by {}: {}", block.pool(), block.height(), block.worker(), block.hash());
    record(block);
    submit(block, FIRST_RETRY_MILLIS);
  }

  private void record(FoundBlock block) {
    Services current = services.get();
    if (current.blocks() == null) {
      thread.schedule(() -> record(block), FIRST_RETRY_MILLIS);
    } else {
      current.blocks().append(block);
    }
  }

  private void submit(FoundBlock block, long retryMillis) {
    Node current = node.get();
    if (current == null) {
      retry(block, retryMillis, "no node");
    } else {
      current
          .submit(block.block())
          .whenComplete((verdict, fault) -> judged(block, verdict, fault, retryMillis));
    }
  }

  private void judged(FoundBlock block, BlockVerdict verdict, Throwable fault, long retryMillis) {
    if (fault != null) {
      retry(block, retryMillis, fault.toString());
      return;
    }
    switch (verdict.kind()) {
      case ACCEPTED -> {
        accepted.incrementAndGet();
        log.info("{}: block {} accepted: {}", block.pool(), block.height(), block.hash());
        record(block.with(Status.ACCEPTED, verdict.detail()));
      }
      case REJECTED -> {
        log.warn(
            "{}: block {} refused ({}): {}",
            block.pool(),
            block.height(),
            verdict.detail(),
            block.hash());
        record(block.with(Status.REJECTED, verdict.detail()));
      }
      case UNREACHABLE -> retry(block, retryMillis, verdict.detail());
    }
  }

  private void retry(FoundBlock block, long millis, String why) {
    log.warn(
        "{}: block {} not submitted ({}); again in {} ms",
        block.pool(),
        block.height(),
        why,
        millis);
    long next = Math.min(2 * millis, LAST_RETRY_MILLIS);
    thread.schedule(() -> submit(block, next), millis);
  }

  /** Blocks that the node has taken. */
  long accepted() {
    return accepted.get();
  }
}
