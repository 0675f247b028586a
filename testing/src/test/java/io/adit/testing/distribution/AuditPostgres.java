package io.adit.testing.distribution;

import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A PostgreSQL that can be killed and comes back with its data on its port. */
final class AuditPostgres implements Victim {
  private final Path directory;
  private final int port = AditProcess.freePort();
  private EmbeddedPostgres postgres;
  private boolean down = true;

  AuditPostgres(Path directory) {
    this.directory = directory;
    revive();
  }

  /** A section {@code postgres} for the configuration. */
  String section() {
    return """
    postgres:
      host: localhost
      port: %d
      database: postgres
      user: postgres
    """
        .formatted(port);
  }

  Database open() {
    return Database.open(postgres.getJdbcUrl("postgres", "postgres"), "postgres");
  }

  @Override
  public void kill() {
    try {
      String pid = Files.readAllLines(directory.resolve("postmaster.pid")).get(0).strip();
      ProcessHandle postmaster = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
      List<ProcessHandle> all =
          Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
      all.forEach(ProcessHandle::destroyForcibly);
      await()
          .atMost(RunningProcess.LIMIT)
          .until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
      // Lets go of its directory.
      postgres.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    down = true;
  }

  @Override
  public void revive() {
    try {
      postgres =
          EmbeddedPostgres.builder()
              .setDataDirectory(directory)
              .setCleanDataDirectory(false)
              .setPort(port)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    down = false;
  }

  @Override
  public boolean isDown() {
    return down;
  }

  @Override
  public void close() {
    try {
      postgres.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return "PostgreSQL";
  }
}
