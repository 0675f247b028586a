package io.adit.config.yaml;

/**
 * What a database keeps, whichever it is.
 *
 * @param shareRetentionDays days after which a share is dropped; 0 for never
 * @param rollupRetentionDays days after which a minute of a worker is dropped; 0 for never
 */
public record StorageConfig(int shareRetentionDays, int rollupRetentionDays) {}
