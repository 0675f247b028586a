package io.adit.launcher.miner;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** A small miner: for a first try, for tests, and for chains of little difficulty. */
public final class CpuMiner implements Pool.Listener {
  private static final int BATCH = 1 << 15;
  private static final long LOOK_MILLIS = 100;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /** Work, and the connection that it came from; each is another, though it be the same work. */
  private static final class Assignment {
    final Work work;
    final Pool pool;

    Assignment(Work work, Pool pool) {
      this.work = work;
      this.pool = pool;
    }
  }

  private final MinerOptions options;
  private final String agent;
  private final PrintWriter out;
  private final Algorithm algorithm = new Sha256d();
  private final Tally tally = new Tally(System.nanoTime());
  private final AtomicReference<Assignment> current = new AtomicReference<>();
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile Pool pool;

  /**
   * A miner.
   *
   * @param agent how it names itself to the pool
   * @param out takes what it has to say
   */
  public CpuMiner(MinerOptions options, String agent, PrintWriter out) {
    this.options = options;
    this.agent = agent;
    this.out = out;
  }

  /**
   * Mines until it has what it was asked for, or {@link #stop} is called, or the pool does not want
   * the worker.
   *
   * @return whether it ended as asked
   */
  public boolean run() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < options.threads(); i++) {
      int index = i;
      threads.add(start("miner-" + i, () -> mine(index)));
    }
    Thread progress = start("progress", this::showProgress);
    boolean wanted = true;
    try {
      wanted = converse();
    } finally {
      stop();
      for (Thread thread : threads) {
        thread.join();
      }
      progress.join();
    }
    say(tally.summary(System.nanoTime()));
    return wanted;
  }

  /** Ends it; from any thread. */
  public void stop() {
    done.countDown();
    close(pool);
  }

  private static Thread start(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private boolean converse() throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    while (done.getCount() > 0) {
      boolean connected = false;
      try (Socket socket = Sockets.connect(options);
          Pool connection = new Pool(socket, options.user(), algorithm.difficultyOne(), this)) {
        connected = true;
        pool = connection;
        if (done.getCount() == 0) {
          break;
        }
        say("connected to " + options.host() + ":" + options.port());
        connection.run(options.password(), agent);
      } catch (Pool.UnauthorizedException e) {
        say("the server does not want " + options.user() + ": " + e.getMessage());
        return false;
      } catch (IOException e) {
        current.set(null);
        pause = connected ? FIRST_PAUSE : longer(pause);
        if (done.getCount() > 0) {
          say(e.getMessage() + "; trying again in " + pause.toMillis() + " ms");
        }
      }
      if (done.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        break;
      }
    }
    return true;
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
  }

  private void mine(int index) {
    Algorithm.Scanner scanner = algorithm.newScanner();
    long n = index;
    while (done.getCount() > 0) {
      Assignment assignment = current.get();
      if (assignment == null) {
        awaitWork();
      } else {
        scan(scanner, assignment, assignment.work.extranonce2(n));
        n += options.threads();
      }
    }
  }

  private synchronized void awaitWork() {
    try {
      while (current.get() == null && done.getCount() > 0) {
        wait(LOOK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      done.countDown();
    }
  }

  /** Tries every nonce of one extranonce2, as long as the work is that of the moment. */
  private void scan(Algorithm.Scanner scanner, Assignment assignment, byte[] extranonce2) {
    Work work = assignment.work;
    scanner.setHeader(work.header(extranonce2));
    long nonce = 0;
    while (nonce < 1L << Integer.SIZE && current.get() == assignment && done.getCount() > 0) {
      int count = (int) Math.min(BATCH, (1L << Integer.SIZE) - nonce);
      OptionalInt found = scanner.scan((int) nonce, count, work.target());
      long tried = found.isPresent() ? Integer.toUnsignedLong(found.getAsInt()) - nonce + 1 : count;
      nonce += tried;
      tally.hashes.add(tried);
      if (found.isPresent()) {
        submit(assignment, extranonce2, found.getAsInt(), work.isBlock(scanner.lastHash()));
      }
    }
  }

  private void submit(Assignment assignment, byte[] extranonce2, int nonce, boolean block) {
    try {
      assignment.pool.submit(assignment.work, extranonce2, nonce, block);
    } catch (IOException e) {
      // The reading thread notices, too, and says so; there is no one to hand the share to.
      current.compareAndSet(assignment, null);
    }
  }

  @Override
  public synchronized void work(Work work) {
    current.set(new Assignment(work, pool));
    notifyAll();
  }

  @Override
  public void accepted(boolean block) {
    long shares = tally.accepted.incrementAndGet();
    long blocks = block ? tally.blocks.incrementAndGet() : tally.blocks.get();
    if (block) {
      say("block found");
    }
    boolean enough =
        (options.shares().isPresent() && shares >= options.shares().getAsLong())
            || (options.blocks().isPresent() && blocks >= options.blocks().getAsLong());
    if (enough) {
      stop();
    }
  }

  @Override
  public void rejected(boolean block, String reason) {
    tally.rejected.incrementAndGet();
    say((block ? "block" : "share") + " rejected: " + reason);
  }

  @Override
  public void message(String text) {
    say("the server says: " + text);
  }

  private void showProgress() {
    long seconds = options.terminal() ? 1 : 10;
    try {
      while (!done.await(seconds, TimeUnit.SECONDS)) {
        String line = tally.progress(System.nanoTime());
        if (options.terminal()) {
          write("\r" + line + "\033[K");
        } else {
          write(line + System.lineSeparator());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void say(String text) {
    write((options.terminal() ? "\r\033[K" : "") + text + System.lineSeparator());
  }

  private void write(String text) {
    synchronized (out) {
      out.print(text);
      out.flush();
    }
  }

  private void close(Pool connection) {
    if (connection != null) {
      try {
        connection.close();
      } catch (IOException e) {
        say("the connection did not close cleanly: " + e.getMessage());
      }
    }
  }
}
