package io.adit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.api.ledger.Share;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
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
    ShareLog log = new ShareLog(directory, SIZE, 1 << 20, new Recovery().open(directory), 5);
    return log.read(0, 1000).records().stream().map(Share::jobId).toList();
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

  @Test
  void allThatWasWrittenIsThere() throws IOException {
    assertThat(recovered()).isEqualTo(jobs());
  }

  @Test
  void aFrameThatWasBeingWrittenIsSteppedOver() throws IOException {
    change(3 * frame, word(-frame));

    assertThat(recovered()).isEqualTo(jobs(3));
  }

  @Test
  void roomThatWasClaimedAndNeverWrittenIsSteppedOver() throws IOException {
    change(3 * frame, new byte[2 * frame]);

    assertThat(recovered()).isEqualTo(jobs(3, 4));
  }

  @Test
  void aTornLastFrameIsDropped() throws IOException {
    change((SHARES - 1) * frame + frame - 16, new byte[16]);

    assertThat(recovered()).isEqualTo(jobs(SHARES - 1));
    assertThat(recovered()).as("once and for all").isEqualTo(jobs(SHARES - 1));
  }

  @Test
  void aTornLastFrameIsDroppedThoughTheNextFileWasMadeAlready() throws IOException {
    Segment.create(directory, 1, SIZE);
    change((SHARES - 1) * frame + frame - 16, new byte[16]);

    assertThat(recovered()).isEqualTo(jobs(SHARES - 1));
  }

  @Test
  void aFileThatWasNeverFinishedGoes() throws IOException {
    Path unfinished = Files.write(directory.resolve("0000000000000001.shares.new"), new byte[9]);

    assertThat(recovered()).isEqualTo(jobs());
    assertThat(unfinished).doesNotExist();
  }

  @Test
  void aFileThatWasCutShortLosesTheFrameThatWasCut() throws IOException {
    Segment.truncate(file, (SHARES - 1) * frame + 20);

    assertThat(recovered()).isEqualTo(jobs(SHARES - 1));
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
          .isInstanceOf(Recovery.DamageException.class)
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
