package io.adit.config.yaml;

/**
 * HTTP with metrics.
 *
 * @param enabled whether it is served
 * @param host address to bind
 * @param port TCP port, 0 for any free one
 * @param maxWorkers workers with a time series of their own
 */
public record MetricsConfig(boolean enabled, String host, int port, int maxWorkers) {}
