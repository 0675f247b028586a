package io.adit.config.yaml;

import io.adit.api.coin.Coin;
import java.time.Duration;

/**
 * What a pool mines.
 *
 * @param coin and network
 * @param poolAddress where blocks and fees pay to; may be empty on devnet, and where neither does
 * @param feeHundredths what the pool takes of a solo miner's block, in hundredths of a percent
 * @param confirmations depth in the chain at which a block is confirmed; 1 is the tip
 */
public record MiningConfig(
    Coin coin,
    String poolAddress,
    int feeHundredths,
    String coinbaseTag,
    Duration targetShareTime,
    Duration retargetTime,
    double variancePercent,
    Duration jobTimeout,
    Duration staleJobThreshold,
    Duration jobInterval,
    int confirmations,
    int extranonce1Size,
    int extranonce2Size) {}
