/**
 * A miner's side of Stratum V1, learnt from the protocol alone, and dialogues that any server has
 * to get through. Shares no code with the server: it is an oracle for it.
 */
package io.adit.testing.wire;
