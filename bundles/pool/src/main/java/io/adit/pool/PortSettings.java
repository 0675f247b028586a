package io.adit.pool;

import io.adit.api.transport.Endpoint;
import io.adit.api.vardiff.VardiffSettings;

/**
 * What an operator has chosen for one of a pool's ports.
 *
 * @param endpoint where miners connect
 * @param payout whom their blocks pay
 * @param initialDifficulty for a miner's first job; 0 to choose by the network's
 * @param vardiff limits and pace of the difficulty
 */
record PortSettings(
    Endpoint endpoint, Payout payout, double initialDifficulty, VardiffSettings vardiff) {}
