package io.adit.jobs;

import io.adit.api.Bytes;
import io.adit.api.job.CoinbaseSettings;
import io.adit.api.node.BlockTemplate;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A coinbase transaction without its witness, cut in two where the miner's extranonce goes.
 *
 * <p>Its input's script holds the height (BIP 34), what the template wants there, the job's mark,
 * the extranonce and the pool's tag.
 *
 * @param start from the version to before the extranonce
 * @param end from after the extranonce to the lock time
 */
record Coinbase(Bytes start, Bytes end) {
  /** Consensus: "bad-cb-length" beyond it. */
  private static final int MAX_SCRIPT_SIZE = 100;

  private static final long VERSION = 2;
  private static final long NO_OUTPUT = 0xffffffffL;
  private static final long FINAL = 0xffffffffL;
  private static final int MARK_SIZE = Long.BYTES;

  /**
   * Makes the coinbase of a job.
   *
   * @param mark what tells it from every other coinbase of the pool
   * @throws IllegalArgumentException if template and settings do not go together
   */
  static Coinbase of(long mark, BlockTemplate template, CoinbaseSettings settings) {
    Bytes beforeExtranonce = beforeExtranonce(mark, template, settings.extranonceSize());
    Bytes afterExtranonce = tag(settings.tag());
    int scriptSize = beforeExtranonce.size() + settings.extranonceSize() + afterExtranonce.size();
    if (scriptSize > MAX_SCRIPT_SIZE) {
      throw new IllegalArgumentException(
          "coinbase script length: "
              + scriptSize
              + " (expected: <= "
              + MAX_SCRIPT_SIZE
              + "); of these, tag: "
              + afterExtranonce.size()
              + ", extranonce: "
              + settings.extranonceSize()
              + ", coinbaseaux: "
              + template.coinbaseAux().size());
    }
    Bytes start =
        new ByteWriter()
            .u32(VERSION)
            .compactSize(1)
            .bytes(new byte[32])
            .u32(NO_OUTPUT)
            .compactSize(scriptSize)
            .bytes(beforeExtranonce)
            .toBytes();
    ByteWriter end = new ByteWriter().bytes(afterExtranonce).u32(FINAL);
    outputs(end, template, settings.payoutScript());
    return new Coinbase(start, end.u32(0).toBytes());
  }

  private static Bytes beforeExtranonce(long mark, BlockTemplate template, int extranonceSize) {
    if (template.height() < 0) {
      throw new IllegalArgumentException("height: " + template.height() + " (expected: >= 0)");
    }
    if (extranonceSize < 0 || extranonceSize > MAX_SCRIPT_SIZE) {
      throw new IllegalArgumentException(
          "extranonce length: " + extranonceSize + " (expected: 0.." + MAX_SCRIPT_SIZE + ")");
    }
    return new ByteWriter()
        .bytes(Script.number(template.height()))
        .bytes(template.coinbaseAux())
        .bytes(Script.pushOf(MARK_SIZE))
        .u64(mark)
        .bytes(Script.pushOf(extranonceSize))
        .toBytes();
  }

  private static Bytes tag(String tag) {
    byte[] utf8 = tag.getBytes(StandardCharsets.UTF_8);
    if (utf8.length > MAX_SCRIPT_SIZE) {
      throw new IllegalArgumentException(
          "coinbase tag length: " + utf8.length + " (expected: <= " + MAX_SCRIPT_SIZE + ")");
    }
    return utf8.length == 0
        ? Bytes.EMPTY
        : new ByteWriter().bytes(Script.pushOf(utf8.length)).bytes(utf8).toBytes();
  }

  private static void outputs(ByteWriter out, BlockTemplate template, Bytes payoutScript) {
    if (template.coinbaseValue() < 0) {
      throw new IllegalArgumentException(
          "coinbase value: " + template.coinbaseValue() + " (expected: >= 0)");
    }
    Optional<Bytes> commitment = template.witnessCommitment();
    out.compactSize(commitment.isPresent() ? 2 : 1);
    output(out, template.coinbaseValue(), payoutScript);
    commitment.ifPresent(script -> output(out, 0, script));
  }

  private static void output(ByteWriter out, long satoshis, Bytes script) {
    out.u64(satoshis).compactSize(script.size()).bytes(script);
  }
}
