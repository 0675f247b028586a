package io.adit.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.job.Coinbase;
import io.adit.api.job.CoinbaseSettings;
import io.adit.api.node.BlockTemplate;
import java.nio.ByteBuffer;
import org.bitcoinj.core.Transaction;

/** Coinbases as bitcoinj reads them. */
final class Coinbases {
  private static final TemplateJobManager JOBS = new TemplateJobManager();

  private Coinbases() {}

  /** That of a job with this number, with an extranonce of 1, 2, 3 and so on. */
  static Transaction parse(long id, BlockTemplate template, CoinbaseSettings settings) {
    Coinbase coinbase = JOBS.coinbase(JOBS.job(id, template, 0), settings);
    ByteBuffer buffer = ByteBuffer.wrap(join(coinbase, extranonce(settings.extranonceSize())));
    Transaction transaction = Transaction.read(buffer);
    assertThat(buffer.remaining()).describedAs("bytes after the transaction").isZero();
    return transaction;
  }

  static byte[] extranonce(int size) {
    byte[] extranonce = new byte[size];
    for (int i = 0; i < size; i++) {
      extranonce[i] = (byte) (i + 1);
    }
    return extranonce;
  }

  static byte[] join(Coinbase coinbase, byte[] extranonce) {
    return ByteBuffer.allocate(coinbase.start().size() + extranonce.length + coinbase.end().size())
        .put(coinbase.start().toArray())
        .put(extranonce)
        .put(coinbase.end().toArray())
        .array();
  }
}
