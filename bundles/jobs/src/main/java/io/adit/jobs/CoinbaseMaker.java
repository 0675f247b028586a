package io.adit.jobs;

import io.adit.api.Bytes;
import io.adit.api.job.Coinbase;
import io.adit.api.job.CoinbaseSettings;
import io.adit.api.job.CoinbaseSettings.Fee;
import io.adit.api.job.Job;
import io.adit.api.node.BlockTemplate;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Makes coinbase transactions, without their witness.
 *
 * <p>The input's script holds the height (BIP 34), what the template wants there, the job's mark,
 * the extranonce and the pool's tag. The outputs are the payout, the fee if there is any, and the
 * commitment to the witnesses if there is one.
 *
 * <p>The size, in bytes:
 *
 * <ul>
 *   <li>50 for version (4), count of inputs (1), spent output (36), length of the script (1),
 *       sequence (4) and lock time (4)
 *   <li>the script, 100 at most: height (1..5; 4 up to block 8388607), coinbaseaux (mostly 0), mark
 *       (9), extranonce (1 more than it has, 2 more over 75), tag (likewise; 0 if empty)
 *   <li>1 for the count of outputs
 *   <li>for each output 9 and its script: 31 for P2WPKH, 32 for P2SH, 34 for P2PKH, 43 for P2WSH
 *       and P2TR, 47 for the commitment
 * </ul>
 *
 * <p>With an extranonce of 12, P2WPKH and a commitment that is 155, and 186 with a fee to P2WPKH.
 * The tag has what is left to both limits, that of the script and that of the settings; where this
 * is not enough for the whole of it, there is none.
 */
final class CoinbaseMaker {
  /** Consensus: "bad-cb-length" beyond it. */
  private static final int MAX_SCRIPT_SIZE = 100;

  private static final int SIZE_WITHOUT_SCRIPT_AND_OUTPUTS = 50;
  private static final long VERSION = 2;
  private static final long NO_OUTPUT = 0xffffffffL;
  private static final long FINAL = 0xffffffffL;
  private static final int MARK_SIZE = Long.BYTES;

  private CoinbaseMaker() {}

  /**
   * Makes the coinbase of a job, whose number is the mark that tells it from every other coinbase
   * of the pool.
   *
   * @throws IllegalArgumentException if template and settings do not go together
   */
  static Coinbase make(Job job, CoinbaseSettings settings) {
    Bytes beforeExtranonce = beforeExtranonce(job, settings.extranonceSize());
    Bytes outputs = outputs(job.template(), settings);
    int scriptSize = beforeExtranonce.size() + settings.extranonceSize();
    int size = SIZE_WITHOUT_SCRIPT_AND_OUTPUTS + scriptSize + outputs.size();
    if (scriptSize > MAX_SCRIPT_SIZE) {
      throw new IllegalArgumentException(
          "coinbase script length: "
              + scriptSize
              + " (expected: <= "
              + MAX_SCRIPT_SIZE
              + "); of these, extranonce: "
              + settings.extranonceSize()
              + ", coinbaseaux: "
              + job.template().coinbaseAux().size());
    }
    if (size > settings.maxSize()) {
      throw new IllegalArgumentException(
          "coinbase size without a tag: "
              + size
              + " (expected: <= "
              + settings.maxSize()
              + " bytes); of these, outputs: "
              + outputs.size());
    }
    int room = Math.min(MAX_SCRIPT_SIZE - scriptSize, settings.maxSize() - size);
    Bytes afterExtranonce = tag(settings.tag(), room);
    Bytes start =
        new ByteWriter()
            .u32(VERSION)
            .compactSize(1)
            .bytes(new byte[32])
            .u32(NO_OUTPUT)
            .compactSize(scriptSize + afterExtranonce.size())
            .bytes(beforeExtranonce)
            .toBytes();
    Bytes end = new ByteWriter().bytes(afterExtranonce).u32(FINAL).bytes(outputs).u32(0).toBytes();
    return new Coinbase(start, end);
  }

  private static Bytes beforeExtranonce(Job job, int extranonceSize) {
    if (extranonceSize < 0 || extranonceSize > MAX_SCRIPT_SIZE) {
      throw new IllegalArgumentException(
          "extranonce length: " + extranonceSize + " (expected: 0.." + MAX_SCRIPT_SIZE + ")");
    }
    return new ByteWriter()
        .bytes(Script.number(job.template().height()))
        .bytes(job.template().coinbaseAux())
        .bytes(Script.pushOf(MARK_SIZE))
        .u64(job.id())
        .bytes(Script.pushOf(extranonceSize))
        .toBytes();
  }

  /** The instruction that pushes the tag, empty if it takes more than {@code room} bytes. */
  private static Bytes tag(String tag, int room) {
    byte[] utf8 = tag.getBytes(StandardCharsets.UTF_8);
    if (utf8.length == 0 || utf8.length >= room) {
      return Bytes.EMPTY;
    }
    Bytes push = new ByteWriter().bytes(Script.pushOf(utf8.length)).bytes(utf8).toBytes();
    return push.size() <= room ? push : Bytes.EMPTY;
  }

  private static Bytes outputs(BlockTemplate template, CoinbaseSettings settings) {
    long value = template.coinbaseValue();
    Optional<Fee> fee = settings.fee().filter(it -> it.of(value) > 0);
    long feeValue = fee.map(it -> it.of(value)).orElse(0L);
    Optional<Bytes> commitment = template.witnessCommitment();
    ByteWriter out = new ByteWriter();
    out.compactSize(1 + (fee.isPresent() ? 1 : 0) + (commitment.isPresent() ? 1 : 0));
    output(out, value - feeValue, settings.payoutScript());
    fee.ifPresent(it -> output(out, feeValue, it.script()));
    commitment.ifPresent(script -> output(out, 0, script));
    return out.toBytes();
  }

  private static void output(ByteWriter out, long satoshis, Bytes script) {
    out.u64(satoshis).compactSize(script.size()).bytes(script);
  }
}
