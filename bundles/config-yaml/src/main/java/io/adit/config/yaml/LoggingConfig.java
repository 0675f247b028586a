package io.adit.config.yaml;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The server's log.
 *
 * @param level {@code error}, {@code warn}, {@code info}, {@code debug} or {@code trace}
 * @param json one JSON object a line instead of lines for people
 * @param file where it goes; empty for standard output
 */
public record LoggingConfig(String level, boolean json, Optional<Path> file) {}
