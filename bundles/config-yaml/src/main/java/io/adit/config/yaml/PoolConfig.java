package io.adit.config.yaml;

/**
 * One pool.
 *
 * @param name its own among the pools
 * @param server where its miners connect
 * @param mining what they mine, and at which difficulty
 * @param node what it mines for
 */
public record PoolConfig(String name, ServerConfig server, MiningConfig mining, NodeConfig node) {}
