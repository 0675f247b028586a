package io.adit.api.vardiff;

/**
 * What a miner has done in a window of time that began when its difficulty was last set or judged.
 *
 * @param difficulty in force for its next job
 * @param shares accepted in the window
 * @param credited sum of the difficulties that those shares were required to have
 * @param windowNanos length of the window up to now
 * @param idleNanos time since the last accepted share, or since the window began if there was none
 *     in it
 */
public record ShareStatistics(
    double difficulty, long shares, double credited, long windowNanos, long idleNanos) {}
