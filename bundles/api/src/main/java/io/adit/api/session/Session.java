package io.adit.api.session;

import io.adit.api.job.CoinbaseSettings;
import io.adit.api.miner.MinerProfile;
import io.adit.api.pow.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the server knows of one connected miner. Belongs to the thread of the connection's loop;
 * nothing here is for other threads.
 */
public final class Session {
  private final List<Worker> workers = new ArrayList<>(1);
  private final ShareWindow window = new ShareWindow();
  private SentJobs jobs = new SentJobs();

  private String userAgent = "";
  private MinerProfile profile = MinerProfile.UNKNOWN;
  private Optional<CoinbaseSettings> coinbase = Optional.empty();
  private boolean takesExtranonce;
  private boolean resumed;
  private Optional<byte[]> extranonce1 = Optional.empty();
  private int extranonce2Size;
  private boolean foreignExtranonce;
  private Optional<String> name = Optional.empty();
  private int versionMask;
  private double difficulty;
  private Target target = Target.MAX;
  private boolean difficultyTold;
  private double leastDifficulty;
  private int suggestions;

  /** Whether the miner has subscribed: it has an extranonce1 then. */
  public boolean isSubscribed() {
    return extranonce1.isPresent();
  }

  /** The extranonce1 of the subscription. Not a copy: not to be changed. */
  public Optional<byte[]> extranonce1() {
    return extranonce1;
  }

  /** Bytes of extranonce2 that the miner was told to choose. */
  public int extranonce2Size() {
    return extranonce2Size;
  }

  public void subscribe(byte[] newExtranonce1, int newExtranonce2Size) {
    extranonce1 = Optional.of(newExtranonce1);
    extranonce2Size = newExtranonce2Size;
    foreignExtranonce = false;
  }

  /** Subscribes with an extranonce1 that this miner had before, and the jobs it was sent then. */
  public void resume(byte[] formerExtranonce1, int formerExtranonce2Size, SentJobs formerJobs) {
    subscribe(formerExtranonce1, formerExtranonce2Size);
    jobs = formerJobs;
    resumed = true;
  }

  /** Whether the miner has resumed a session and has yet to be given work in it. */
  public boolean isResumed() {
    return resumed;
  }

  /** The miner has been given work. */
  public void givenWork() {
    resumed = false;
  }

  /**
   * Whether the extranonce1 is of another server's range: the miner has brought it along from
   * there.
   */
  public boolean hasForeignExtranonce() {
    return foreignExtranonce;
  }

  public void foreignExtranonce(boolean foreign) {
    foreignExtranonce = foreign;
  }

  /**
   * The name by which the miner can come back to its subscription; it stays when the extranonce1
   * changes. Empty before there is one.
   */
  public Optional<String> name() {
    return name;
  }

  public void name(String newName) {
    name = Optional.of(newName);
  }

  /** The miner's software, as it calls itself; empty if it has not said. */
  public String userAgent() {
    return userAgent;
  }

  public void userAgent(String newUserAgent) {
    userAgent = newUserAgent;
  }

  /** What is known of that software. */
  public MinerProfile profile() {
    return profile;
  }

  public void profile(MinerProfile newProfile) {
    profile = newProfile;
  }

  /** What the miner's coinbases pay and say; empty before it is known. */
  public Optional<CoinbaseSettings> coinbase() {
    return coinbase;
  }

  public void coinbase(CoinbaseSettings newCoinbase) {
    coinbase = Optional.of(newCoinbase);
  }

  /** Whether the miner has asked for mining.set_extranonce. */
  public boolean takesExtranonce() {
    return takesExtranonce;
  }

  public void extranonceSubscribed() {
    takesExtranonce = true;
  }

  /** Header version bits that the miner may roll (BIP 310), 0 for none. */
  public int versionMask() {
    return versionMask;
  }

  public void versionMask(int mask) {
    versionMask = mask;
  }

  /** The workers authorised on this connection, in that order. */
  public List<Worker> workers() {
    return workers;
  }

  /** The authorised worker of that name (UTF-8 bytes), or null. */
  public Worker worker(byte[] name, int offset, int length) {
    for (int i = 0; i < workers.size(); i++) {
      if (workers.get(i).isNamed(name, offset, length)) {
        return workers.get(i);
      }
    }
    return null;
  }

  /** The jobs that were sent and may still be worth something. */
  public SentJobs jobs() {
    return jobs;
  }

  /** What the vardiff policy is shown. */
  public ShareWindow window() {
    return window;
  }

  /** Difficulty for the next job that is sent; 0 before one was chosen. */
  public double difficulty() {
    return difficulty;
  }

  /** The target that goes with {@link #difficulty()}. */
  public Target target() {
    return target;
  }

  /** Chooses the difficulty for the next job. The miner is told right before that job. */
  public void difficulty(double newDifficulty, Target newTarget) {
    difficultyTold = difficultyTold && newDifficulty == difficulty;
    difficulty = newDifficulty;
    target = newTarget;
  }

  /** Whether the miner knows of {@link #difficulty()}. */
  public boolean isDifficultyTold() {
    return difficultyTold;
  }

  public void difficultyTold() {
    difficultyTold = true;
  }

  /** The miner's own lower limit (the extension minimum-difficulty of BIP 310), 0 for none. */
  public double leastDifficulty() {
    return leastDifficulty;
  }

  public void leastDifficulty(double least) {
    leastDifficulty = least;
  }

  /** Counts a difficulty that the miner has asked for; returns how many that makes. */
  public int countSuggestion() {
    suggestions++;
    return suggestions;
  }
}
