package io.adit.jobs;

import io.adit.api.Bytes;
import io.adit.api.Hash;
import io.adit.api.job.Coinbase;
import io.adit.api.node.BlockTemplate;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bitcoinj.core.Block;

/** A block of Bitcoin's main network, and the job from which a miner would have made it. */
record RealBlock(int height, Bytes bytes, Block block) {
  /** How many of the coinbase script's last bytes the tests take for an extranonce. */
  static final int EXTRANONCE_SIZE = 2;

  /** The coinbase's version, input count, null outpoint and script length. */
  private static final int BEFORE_SCRIPT = 4 + 1 + 36 + 1;

  static RealBlock load(int height) throws IOException {
    try (InputStream in = RealBlock.class.getResourceAsStream("mainnet-" + height + ".hex")) {
      String hex = new String(in.readAllBytes(), StandardCharsets.US_ASCII).replace("\n", "");
      Bytes bytes = Bytes.ofHex(hex);
      return new RealBlock(height, bytes, Block.read(ByteBuffer.wrap(bytes.toArray())));
    }
  }

  byte[] header() {
    return Arrays.copyOf(bytes.toArray(), 80);
  }

  byte[] merkleRoot() {
    return Arrays.copyOfRange(bytes.toArray(), 36, 68);
  }

  private byte[] coinbaseBytes() {
    return block.getTransactions().get(0).serialize();
  }

  private int extranonceAt() {
    return BEFORE_SCRIPT
        + block.getTransactions().get(0).getInput(0).getScriptBytes().length
        - EXTRANONCE_SIZE;
  }

  byte[] extranonce() {
    return Arrays.copyOfRange(coinbaseBytes(), extranonceAt(), extranonceAt() + EXTRANONCE_SIZE);
  }

  BlockTemplate template() {
    List<BlockTemplate.Transaction> others =
        block.getTransactions().stream()
            .skip(1)
            .map(
                tx ->
                    new BlockTemplate.Transaction(
                        Hash.ofDisplayHex(tx.getTxId().toString()), Bytes.copyOf(tx.serialize())))
            .toList();
    return new BlockTemplate(
        height,
        (int) block.getVersion(),
        Hash.ofDisplayHex(block.getPrevBlockHash().toString()),
        (int) block.getDifficultyTarget(),
        block.time().getEpochSecond(),
        block.time().getEpochSecond(),
        50_0000_0000L,
        Bytes.EMPTY,
        others,
        Optional.empty(),
        Optional.empty());
  }

  /** The real coinbase, in the place of one of ours. */
  Coinbase coinbase() {
    byte[] coinbase = coinbaseBytes();
    int end = extranonceAt() + EXTRANONCE_SIZE;
    return new Coinbase(
        Bytes.copyOf(coinbase, 0, extranonceAt()),
        Bytes.copyOf(coinbase, end, coinbase.length - end));
  }
}
