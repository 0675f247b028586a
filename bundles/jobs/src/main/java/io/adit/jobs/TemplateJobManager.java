package io.adit.jobs;

import io.adit.api.Bytes;
import io.adit.api.Hash;
import io.adit.api.job.Coinbase;
import io.adit.api.job.CoinbaseSettings;
import io.adit.api.job.Job;
import io.adit.api.job.JobManager;
import io.adit.api.node.BlockTemplate;
import io.adit.api.node.BlockTemplate.Transaction;
import io.adit.api.pow.Target;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Jobs and blocks of Bitcoin and coins with its block format. */
@Component
public final class TemplateJobManager implements JobManager {
  private static final int HEADER_SIZE = 80;
  private static final int LOCK_TIME_SIZE = 4;
  private static final int VERSION_SIZE = 4;

  @Override
  public Job job(long id, BlockTemplate template, long nowMillis) {
    if (template.height() < 0) {
      throw new IllegalArgumentException("height: " + template.height() + " (expected: >= 0)");
    }
    if (template.coinbaseValue() < 0) {
      throw new IllegalArgumentException(
          "coinbase value: " + template.coinbaseValue() + " (expected: >= 0)");
    }
    List<Hash> ids = template.transactions().stream().map(Transaction::id).toList();
    return new Job(id, template, Target.ofCompact(template.bits()), Merkle.branch(ids), nowMillis);
  }

  @Override
  public Coinbase coinbase(Job job, CoinbaseSettings settings) {
    return CoinbaseMaker.make(job, settings);
  }

  @Override
  public MerkleRoots newMerkleRoots() {
    return new ScratchMerkleRoots();
  }

  @Override
  public Bytes block(Job job, Coinbase coinbase, byte[] header, byte[] extranonce) {
    if (header.length != HEADER_SIZE) {
      throw new IllegalArgumentException(
          "header length: " + header.length + " (expected: " + HEADER_SIZE + ")");
    }
    BlockTemplate template = job.template();
    byte[] transaction =
        new ByteWriter()
            .bytes(coinbase.start())
            .bytes(extranonce)
            .bytes(coinbase.end())
            .toBytes()
            .toArray();
    ByteWriter block = new ByteWriter(expectedSize(template)).bytes(header);
    block.compactSize(1 + template.transactions().size());
    if (template.witnessCommitment().isPresent()) {
      withWitness(block, transaction);
    } else {
      block.bytes(transaction);
    }
    template.transactions().forEach(other -> block.bytes(other.data()));
    // Litecoin's extension block, after the byte that says that there is one.
    template.mweb().ifPresent(mweb -> block.u8(1).bytes(mweb));
    return block.toBytes();
  }

  private static int expectedSize(BlockTemplate template) {
    int transactions = template.transactions().stream().mapToInt(it -> it.data().size()).sum();
    return transactions + template.mweb().map(Bytes::size).orElse(0) + 1024;
  }

  /** BIP 141: a coinbase that commits to witnesses has the reserved value as its own witness. */
  private static void withWitness(ByteWriter block, byte[] coinbase) {
    int lockTime = coinbase.length - LOCK_TIME_SIZE;
    block
        .bytes(coinbase, 0, VERSION_SIZE)
        .u8(0) // marker
        .u8(1) // flag
        .bytes(coinbase, VERSION_SIZE, lockTime - VERSION_SIZE)
        .compactSize(1)
        .compactSize(Hash.SIZE)
        .bytes(Hash.ZERO.wire())
        .bytes(coinbase, lockTime, LOCK_TIME_SIZE);
  }
}
