package io.adit.bench.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;

/** Chronicle Queue: records in a mapped file, a new one each period of time. */
final class ChronicleCandidate implements Candidate {
  private final Path directory;
  private final ChronicleQueue queue;

  ChronicleCandidate(Path directory, int segment) {
    this.directory = directory;
    queue =
        SingleChronicleQueueBuilder.binary(directory)
            .rollCycle(RollCycles.FAST_HOURLY)
            .blockSize(segment)
            .build();
  }

  @Override
  public Appender appender() {
    ExcerptAppender appender = queue.createAppender();
    Bytes<byte[]> bytes = Bytes.wrapForWrite(new byte[ShareRecord.SIZE]);
    return share -> {
      bytes.clear().write(share);
      appender.writeBytes(bytes);
    };
  }

  /** By the file, since an appender belongs to one thread and syncs what it has mapped itself. */
  @Override
  public void sync() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(directory)) {
      files = all.filter(f -> f.toString().endsWith(".cq4")).sorted().toList();
    }
    for (Path file : files) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.force(false);
      }
    }
  }

  @Override
  public void replay(Sink sink) {
    ExcerptTailer tailer = queue.createTailer();
    Bytes<byte[]> bytes = Bytes.allocateElasticOnHeap(128);
    while (tailer.readBytes(bytes)) {
      sink.accept(bytes.toByteArray());
      bytes.clear();
    }
    tailer.close();
  }

  @Override
  public void close() {
    queue.close();
  }
}
