/** A node without a network: a chain in memory that validates the blocks it is handed. */
package io.adit.node.devnet;
