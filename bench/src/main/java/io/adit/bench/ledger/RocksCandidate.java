package io.adit.bench.ledger;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.rocksdb.CompressionType;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteOptions;

/** RocksDB: each put is one write to its log, then goes into a sorted table. */
final class RocksCandidate implements Candidate {
  static {
    RocksDB.loadLibrary();
  }

  private final Options options;
  private final WriteOptions write = new WriteOptions();
  private final RocksDB db;
  private final AtomicLong next = new AtomicLong();

  RocksCandidate(Path directory, int segment) throws RocksDBException {
    options =
        new Options()
            .setCreateIfMissing(true)
            .setWriteBufferSize(segment)
            .setCompressionType(CompressionType.NO_COMPRESSION)
            .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords);
    db = RocksDB.open(options, directory.toString());
    try (RocksIterator last = db.newIterator()) {
      last.seekToLast();
      if (last.isValid()) {
        next.set(ByteBuffer.wrap(last.key()).getLong() + 1);
      }
      last.status();
    }
  }

  @Override
  public Appender appender() {
    ByteBuffer key = ByteBuffer.allocateDirect(8);
    ByteBuffer value = ByteBuffer.allocateDirect(ShareRecord.SIZE);
    return share -> {
      key.clear().putLong(next.getAndIncrement()).flip();
      value.clear().put(share).flip();
      db.put(write, key, value);
    };
  }

  @Override
  public void sync() throws RocksDBException {
    db.flushWal(true);
  }

  @Override
  public void replay(Sink sink) throws RocksDBException {
    try (RocksIterator each = db.newIterator()) {
      for (each.seekToFirst(); each.isValid(); each.next()) {
        sink.accept(each.value());
      }
      each.status();
    }
  }

  @Override
  public void close() {
    db.close();
    write.close();
    options.close();
  }
}
