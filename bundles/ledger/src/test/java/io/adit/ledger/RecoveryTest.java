package io.adit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.api.ledger.Share;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a new run makes of what the last one has left on disk. */
class RecoveryTest {
  private static final int SIZE = 1 << 13;
  private static final int SHARES = 50;

  @TempDir private Path directory;

  private Path file;
  private int frame;

  /** Bytes that the disk was known to have. */
  private long known;

  /** Whether the machine has been started anew since. */
  private boolean rebooted;

  @BeforeEach
  void write() throws IOException {
    ShareLog log = new ShareLog(directory, SIZE, 1 << 20, List.of(), 0);
    log.extend();
    long second = 0;
    for (long job = 0; job < SHARES; job++) {
      long at = log.append(LedgerTest.share(job));
      second = job == 1 ? at : second;
    }
    frame = (int) second;
    file = directory.resolve("0000000000000000" + Segment.SUFFIX);
    assertThat(file).exists();
  }

  private List<Long> recovered() throws IOException {
    List<Segment> segments = new Recovery(SIZE, known, rebooted).open(directory);
    ShareLog log = new ShareLog(directory, SIZE, 1 << 20, segments, 5);
    List<Long> jobs = log.read(0, 1000).records().stream().map(Share::jobId).toList();
    assertThat(log.count(0)).isEqualTo(jobs.size());
    return jobs;
  }

  /** What is recovered has nothing in it any more that was not whole. */
  private void assertRecovered(List<Long> jobs) throws IOException {
    assertThat(recovered()).isEqualTo(jobs);
    known = Long.MAX_VALUE;
    assertThat(recovered()).as("once and for all").isEqualTo(jobs);
  }

  private void assertDamagedAt(int at) {
    assertThatThrownBy(this::recovered)
        .isInstanceOf(DamageException.class)
        .hasMessageContaining(file + ": damaged at byte " + at + ":");
  }

  private static List<Long> jobs(int... left) {
    List<Integer> without = Arrays.stream(left).boxed().toList();
    return LongStream.range(0, SHARES)
        .boxed()
        .filter(job -> !without.contains(job.intValue()))
        .toList();
  }

  private void change(int at, byte[] bytes) throws IOException {
    byte[] content = Files.readAllBytes(file);
    System.arraycopy(bytes, 0, content, at, bytes.length);
    Files.write(file, content);
  }

  private static byte[] word(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  /** As many frames. */
  private void theDiskHad(int frames) {
    known = Math.multiplyFull(frames, frame);
  }

  private void flip(int at) throws IOException {
    change(at, new byte[] {(byte) (Files.readAllBytes(file)[at] ^ 1)});
  }

  @Test
  void allThatWasWrittenIsThere() throws IOException {
    assertRecovered(jobs());
  }

  @Test
  void aFrameThatWasBeingWrittenIsSteppedOver() throws IOException {
    change(3 * frame, word(-frame));

    assertRecovered(jobs(3));
  }

  @Test
  void roomThatWasClaimedAndNeverWrittenIsSteppedOver() throws IOException {
    change(3 * frame, new byte[2 * frame]);

    assertRecovered(jobs(3, 4));
  }

  @Test
  void aTornLastFrameIsDropped() throws IOException {
    change((SHARES - 1) * frame + frame - 16, new byte[16]);

    assertRecovered(jobs(SHARES - 1));
  }

  @Test
  void aTornLastFrameIsDroppedThoughTheNextFileWasMadeAlready() throws IOException {
    Segment.create(directory, 1, SIZE);
    change((SHARES - 1) * frame + frame - 16, new byte[16]);

    assertRecovered(jobs(SHARES - 1));
  }

  @Test
  void aFileInWhichThereIsNothingGoes() throws IOException {
    Segment next = Segment.create(directory, 1, SIZE);
    Recovery recovery = new Recovery(SIZE, known, rebooted);
    recovery.open(directory);

    assertThat(next.file()).doesNotExist();
    assertThat(recovery.last()).as("its positions may have been given out").isEqualTo(1);
  }

  @Test
  void afterAPowerCutWhatIsTornBehindTheLastSyncIsDroppedAndTheRestIsKept() throws IOException {
    rebooted = true;
    theDiskHad(10);
    change(12 * frame + 24, new byte[frame]);
    flip(20 * frame + 30);
    flip(SHARES * frame - 1);

    assertRecovered(jobs(12, 13, 20, SHARES - 1));
  }

  @Test
  void afterAPowerCutPagesBehindTheLastSyncMayBeMissing() throws IOException {
    rebooted = true;
    theDiskHad(10);
    change(10 * frame, new byte[5 * frame]);

    assertRecovered(jobs(10, 11, 12, 13, 14));
  }

  @Test
  void afterAPowerCutWholeFilesBehindTheLastSyncMayBeTornOrEmpty() throws IOException {
    rebooted = true;
    theDiskHad(10);
    ShareLog log = new ShareLog(directory, SIZE, 1 << 20, List.of(), 1);
    log.extend();
    log.append(LedgerTest.share(SHARES));
    change(10 * frame, new byte[SIZE - 10 * frame]);

    List<Long> left = new ArrayList<>(LongStream.range(0, 10).boxed().toList());
    left.add((long) SHARES);
    assertRecovered(left);
  }

  @Test
  void afterAPowerCutWhatIsTornBeforeTheLastSyncIsDamage() throws IOException {
    rebooted = true;
    theDiskHad(10);
    flip(9 * frame + 30);

    assertDamagedAt(9 * frame);
  }

  @Test
  void aHoleBeforeTheLastSyncIsDamage() throws IOException {
    rebooted = true;
    theDiskHad(10);
    change(4 * frame, new byte[frame]);

    assertDamagedAt(4 * frame);
  }

  @Test
  void aFrameBeforeTheLastSyncWasNotBeingWritten() throws IOException {
    theDiskHad(10);
    change(4 * frame, word(-frame));

    assertDamagedAt(4 * frame);
  }

  @Test
  void theLastFrameIsNotTornIfTheDiskHadIt() throws IOException {
    theDiskHad(SHARES);
    flip(SHARES * frame - 1);

    assertDamagedAt((SHARES - 1) * frame);
  }

  @Test
  void aFileThatIsShorterThanWhatTheDiskHadIsDamaged() throws IOException {
    theDiskHad(SHARES);
    cut(30 * frame);

    assertDamagedAt(30 * frame);
  }

  @Test
  void aPadThatWasAFrameIsDamage() throws IOException {
    byte[] pad = Files.readAllBytes(file);
    // The one bit that tells a pad from a frame.
    change(4 * frame + 3, new byte[] {(byte) (pad[4 * frame + 3] | 0x40)});

    assertDamagedAt(4 * frame);
  }

  private void cut(int at) throws IOException {
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), at));
  }

  @Test
  void aFileThatWasNeverFinishedGoes() throws IOException {
    Path unfinished = Files.write(directory.resolve("0000000000000001.shares.new"), new byte[9]);

    assertThat(recovered()).isEqualTo(jobs());
    assertThat(unfinished).doesNotExist();
  }

  @Test
  void aFileThatWasCutShortLosesTheFrameThatWasCut() throws IOException {
    cut((SHARES - 1) * frame + 20);

    assertRecovered(jobs(SHARES - 1));
  }

  @Test
  void anyByteThatIsNotAsItWasWrittenIsNamedWithItsPlace() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int at = 0; at < frame; at++) {
      int place = 7 * frame + at;
      byte[] damaged = whole.clone();
      damaged[place] ^= (byte) (1 + random.nextInt(255));
      Files.write(file, damaged);

      assertThatThrownBy(this::recovered)
          .as("byte %s of a frame, seed %s", at, seed)
          .isInstanceOf(DamageException.class)
          .hasMessageContaining(file + ": damaged at byte ");
    }
  }

  @Test
  void damageInAnEarlierFileIsNamedThoughNothingFollowsInIt() throws IOException {
    change((SHARES - 1) * frame + 20, new byte[] {1, 2, 3});
    ShareLog next = new ShareLog(directory, SIZE, 1 << 20, List.of(), 1);
    next.extend();
    next.append(LedgerTest.share(SHARES));

    assertThatThrownBy(this::recovered)
        .hasMessageContaining(file + ": damaged at byte " + (SHARES - 1) * frame);
  }

  @Test
  void aFileOfAnotherNameIsNotGuessedAt() throws IOException {
    Files.copy(file, directory.resolve("copy" + Segment.SUFFIX));

    assertThatThrownBy(this::recovered).hasMessageContaining("copy" + Segment.SUFFIX);
  }
}
