package io.adit.testing.distribution;

import io.adit.testing.node.BcoinNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.bitcoinj.base.BitcoinNetwork;
import org.bitcoinj.base.ScriptType;
import org.bitcoinj.crypto.ECKey;

/** A real node, on a chain that nobody but the server's miners adds to. */
final class AuditNode implements Victim {
  private static final int PREVIOUS = 4;
  private static final int HASH_SIZE = 32;

  private final BcoinNode node;
  private boolean down;

  AuditNode(Path directory) {
    node = BcoinNode.start(directory);
  }

  /** Its own key's. */
  String poolAddress() {
    return ECKey.fromPublicOnly(HexFormat.of().parseHex(node.publicKey()))
        .toAddress(ScriptType.P2WPKH, BitcoinNetwork.REGTEST)
        .toString();
  }

  /** What stands in a section {@code node} of the configuration. */
  String section() {
    return """
    type: bitcoind
    rpc_url: %s
    rpc_user: %s
    rpc_password: %s
    """
        .formatted(node.rpcUrl(), node.rpcUser(), node.rpcPassword());
  }

  /** Hashes of the blocks of its best chain, from the first one after the genesis block. */
  List<String> chain() {
    List<String> hashes = new ArrayList<>();
    BcoinNode.Tip tip = node.tip();
    String hash = tip.hash();
    for (int height = tip.height(); height > 0; height--) {
      hashes.add(hash);
      byte[] previous = new byte[HASH_SIZE];
      byte[] block = node.block(hash).raw().toArray();
      for (int i = 0; i < HASH_SIZE; i++) {
        previous[i] = block[PREVIOUS + HASH_SIZE - 1 - i];
      }
      hash = HexFormat.of().formatHex(previous);
    }
    Collections.reverse(hashes);
    return hashes;
  }

  @Override
  public void kill() {
    node.kill();
    down = true;
  }

  @Override
  public void revive() {
    node.restart();
    down = false;
  }

  @Override
  public boolean isDown() {
    return down;
  }

  @Override
  public void close() {
    node.close();
  }

  @Override
  public String toString() {
    return "node";
  }
}
