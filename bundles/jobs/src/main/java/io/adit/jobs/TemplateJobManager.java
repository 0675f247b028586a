package io.adit.jobs;

import io.adit.api.Bytes;
import io.adit.api.Hash;
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
  public Job job(long id, BlockTemplate template, CoinbaseSettings settings, long nowMillis) {
    Coinbase coinbase = Coinbase.of(id, template, settings);
    List<Hash> ids = template.transactions().stream().map(Transaction::id).toList();
    return new Job(
        id,
        template,
        Target.ofCompact(template.bits()),
        coinbase.start(),
        coinbase.end(),
        Merkle.branch(ids),
        nowMillis);
  }

  @Override
  public MerkleRoots newMerkleRoots() {
    return new ScratchMerkleRoots();
  }

  @Override
  public Bytes block(Job job, byte[] header, byte[] extranonce) {
    if (header.length != HEADER_SIZE) {
      throw new IllegalArgumentException(
          "header length: " + header.length + " (expected: " + HEADER_SIZE + ")");
    }
    List<Transaction> transactions = job.template().transactions();
    int size = transactions.stream().mapToInt(transaction -> transaction.data().size()).sum();
    ByteWriter block = new ByteWriter(size + 1024).bytes(header);
    block.compactSize(1 + transactions.size());
    Bytes coinbase =
        new ByteWriter()
            .bytes(job.coinbaseStart())
            .bytes(extranonce)
            .bytes(job.coinbaseEnd())
            .toBytes();
    if (job.template().witnessCommitment().isPresent()) {
      withWitness(block, coinbase.toArray());
    } else {
      block.bytes(coinbase);
    }
    transactions.forEach(transaction -> block.bytes(transaction.data()));
    return block.toBytes();
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
