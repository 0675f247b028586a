package io.adit.pool;

import io.adit.api.coin.Coin;
import java.time.Duration;
import java.util.List;

/**
 * What an operator has chosen for a pool.
 *
 * @param ports where its miners connect, one at least
 * @param coinbases what its blocks pay and say
 * @param jobTimeout age at which a job pays no more
 * @param staleJobThreshold time without the node after which its tip is not trusted any more
 * @param jobInterval time between two jobs on one tip
 * @param confirmations how deep in the chain a block is safe; 1 is the tip
 */
record PoolSettings(
    String name,
    Coin coin,
    List<PortSettings> ports,
    Coinbases coinbases,
    Duration jobTimeout,
    Duration staleJobThreshold,
    Duration jobInterval,
    int confirmations,
    int extranonce1Size,
    int extranonce2Size,
    Numbering numbering) {
  PoolSettings {
    ports = List.copyOf(ports);
  }
}
