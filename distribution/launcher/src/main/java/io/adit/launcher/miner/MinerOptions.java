package io.adit.launcher.miner;

import java.util.OptionalLong;

/**
 * What to mine, and how long.
 *
 * @param host of the pool
 * @param port of the pool
 * @param tls whether to speak TLS
 * @param insecure whether to take any certificate
 * @param user worker's name
 * @param threads that hash
 * @param shares accepted, after which to stop
 * @param blocks accepted, after which to stop
 * @param terminal whether progress is one line that is written over
 */
public record MinerOptions(
    String host,
    int port,
    boolean tls,
    boolean insecure,
    String user,
    String password,
    int threads,
    OptionalLong shares,
    OptionalLong blocks,
    boolean terminal) {}
