package io.adit.config.yaml;

import io.adit.api.coin.Coin;
import java.time.Duration;

/**
 * What a pool mines.
 *
 * @param coin and network
 * @param poolAddress where blocks pay to; empty on devnet only
 * @param initialDifficulty 0 for one that suits the network
 */
public record MiningConfig(
    Coin coin,
    String poolAddress,
    String coinbaseTag,
    double initialDifficulty,
    double minDifficulty,
    double maxDifficulty,
    Duration targetShareTime,
    Duration retargetTime,
    double variancePercent,
    Duration jobTimeout,
    Duration staleJobThreshold,
    Duration jobInterval,
    int extranonce1Size,
    int extranonce2Size) {}
