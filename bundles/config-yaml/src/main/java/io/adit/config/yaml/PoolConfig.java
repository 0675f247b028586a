package io.adit.config.yaml;

import java.util.List;

/**
 * One pool.
 *
 * @param name its own among the pools
 * @param server where its miners connect
 * @param mining what they mine, and at which difficulty
 * @param nodes what it mines for, in the order of preference; at least one
 */
public record PoolConfig(
    String name, ServerConfig server, MiningConfig mining, List<NodeConfig> nodes) {
  public PoolConfig {
    nodes = List.copyOf(nodes);
  }
}
