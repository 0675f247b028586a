package io.adit.pool;

import io.adit.api.coin.Coin;
import io.adit.api.job.CoinbaseSettings;
import io.adit.api.transport.Endpoint;
import io.adit.api.vardiff.VardiffSettings;
import java.time.Duration;

/**
 * What an operator has chosen for a pool.
 *
 * @param initialDifficulty for a miner's first job; 0 to choose by the network's
 * @param jobTimeout age at which a job pays no more
 * @param staleJobThreshold time without the node after which its tip is not trusted any more
 * @param jobInterval time between two jobs on one tip
 */
record PoolSettings(
    String name,
    Coin coin,
    Endpoint endpoint,
    CoinbaseSettings coinbase,
    double initialDifficulty,
    VardiffSettings vardiff,
    Duration jobTimeout,
    Duration staleJobThreshold,
    Duration jobInterval,
    int extranonce1Size,
    int extranonce2Size) {}
