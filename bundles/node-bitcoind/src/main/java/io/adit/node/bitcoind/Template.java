package io.adit.node.bitcoind;

import io.adit.api.node.BlockTemplate;
import java.util.Optional;

/**
 * An answer to {@code getblocktemplate}.
 *
 * @param block what the next block is to be
 * @param longPollId to be sent back in order to be answered when there is news; empty if the node
 *     cannot do that (BIP 22, long polling)
 */
record Template(BlockTemplate block, Optional<String> longPollId) {}
