package io.adit.node.devnet;

import io.adit.api.Bytes;
import io.adit.api.Hash;
import io.adit.api.Sha256d;
import io.adit.api.job.Coinbase;
import io.adit.api.job.CoinbaseSettings;
import io.adit.api.job.Job;
import io.adit.api.node.BlockTemplate;
import io.adit.api.pow.Target;
import io.adit.jobs.TemplateJobManager;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A block in the making: correct, unless a test makes it otherwise. */
final class Candidate {
  private static final TemplateJobManager JOBS = new TemplateJobManager();
  private static final Bytes PAYOUT = Bytes.ofHex("0014751e76e8199196d454941c45d1b3a323f1433bd6");
  private static final int NONCE_AT = 76;

  private static final byte[] EXTRANONCE = {1, 2, 3, 4, 5, 6, 7, 8};

  private final Job job;
  private final Coinbase coinbase;
  private final byte[] header = new byte[Block.HEADER_SIZE];

  private Candidate(Job job, Coinbase coinbase) {
    this.job = job;
    this.coinbase = coinbase;
    BlockTemplate template = job.template();
    Hash root = new Sha256d().hash(coinbase());
    for (Hash sibling : job.merkleBranch()) {
      root = Consensus.hashOfBoth(root, sibling);
    }
    ByteBuffer.wrap(header)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(template.version())
        .put(template.previous().wire().toArray())
        .put(root.wire().toArray())
        .putInt((int) template.time())
        .putInt(template.bits());
  }

  static Candidate of(BlockTemplate template) {
    Job job = JOBS.job(1, template, 0);
    return new Candidate(
        job, JOBS.coinbase(job, new CoinbaseSettings(PAYOUT, "/adit/", EXTRANONCE.length)));
  }

  /** The same with another coinbase, in hexadecimal digits and without a witness. */
  Candidate withCoinbase(String start, String end) {
    return new Candidate(job, new Coinbase(Bytes.ofHex(start), Bytes.ofHex(end)));
  }

  String coinbaseStart() {
    return coinbase.start().toHex();
  }

  String coinbaseEnd() {
    return coinbase.end().toHex();
  }

  /** The coinbase without its witness. */
  Bytes coinbase() {
    return Bytes.ofHex(coinbaseStart() + Bytes.copyOf(EXTRANONCE) + coinbaseEnd());
  }

  /** The same with one bit of the header the other way round. */
  Candidate flip(int headerByte) {
    header[headerByte] ^= 1;
    return this;
  }

  /** The block with a nonce that makes its hash meet the target. */
  Bytes mined() {
    search(true);
    return JOBS.block(job, coinbase, header, EXTRANONCE);
  }

  /** The block with a nonce that does not. */
  Bytes unmined() {
    search(false);
    return JOBS.block(job, coinbase, header, EXTRANONCE);
  }

  /** The mined header and those transactions behind it. */
  Bytes minedHeaderAnd(String transactionsHex) {
    search(true);
    return Bytes.ofHex(Bytes.copyOf(header).toHex() + transactionsHex);
  }

  private void search(boolean meets) {
    Target target = Target.ofCompact(job.template().bits());
    byte[] hash = new byte[Hash.SIZE];
    Sha256d sha256d = new Sha256d();
    ByteBuffer buffer = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    for (int nonce = 0; nonce < 10_000; nonce++) {
      buffer.putInt(NONCE_AT, nonce);
      sha256d.hash(header, 0, header.length, hash, 0);
      if (target.isMetBy(hash) == meets) {
        return;
      }
    }
    throw new AssertionError("no nonce found for target " + target);
  }
}
