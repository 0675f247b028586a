package io.adit.storage.jdbc;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;

/**
 * Brings the tables to the version that this server was written for. Flyway does it, from SQL files
 * in this bundle, and holds a lock in the database so that two servers can start at once. It is
 * embedded in the bundle, which saves the runtime from wiring its optional parts.
 */
final class Schema {
  static final String TABLE = "adit_schema";

  private static final String FOLDER = "classpath:io/adit/storage/jdbc/";

  private Schema() {}

  /**
   * Makes or migrates the tables.
   *
   * @param dataSource to look with
   * @param patient to migrate with, which may take long
   * @throws RefusedException if they are of a newer version, or cannot be migrated
   * @throws SQLException if the connection got lost
   */
  static void migrate(DataSource dataSource, DataSource patient, Dialect dialect)
      throws RefusedException, SQLException {
    try {
      MigrationInfoService info = flyway(dataSource, dialect).info();
      refuseNewer(info);
      if (info.pending().length > 0) {
        flyway(patient, dialect).migrate();
      }
    } catch (FlywayException e) {
      Optional<SQLException> cause = sqlCause(e);
      if (cause.isPresent() && Faults.isLoss(cause.get())) {
        throw cause.get();
      }
      throw new RefusedException(
          "its tables cannot be migrated: " + Faults.line(cause.isPresent() ? cause.get() : e), e);
    }
  }

  private static Flyway flyway(DataSource dataSource, Dialect dialect) {
    return Flyway.configure(Schema.class.getClassLoader())
        .loggers("slf4j")
        .dataSource(dataSource)
        .table(TABLE)
        .createSchemas(false)
        .locations(FOLDER + "schema", FOLDER + dialect.schema())
        .placeholders(Map.of("bytes", dialect.bytes()))
        // Other tables may live beside ours.
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .load();
  }

  private static void refuseNewer(MigrationInfoService info) throws RefusedException {
    for (MigrationInfo migration : info.applied()) {
      MigrationState state = migration.getState();
      if (state == MigrationState.FUTURE_SUCCESS || state == MigrationState.FUTURE_FAILED) {
        throw new RefusedException(
            "its tables are of version "
                + migration.getVersion()
                + ", this server knows up to "
                + newestKnown(info)
                + ": run the newer server, or restore a backup",
            null);
      }
    }
  }

  private static String newestKnown(MigrationInfoService info) {
    return Arrays.stream(info.all())
        .filter(migration -> migration.getState().isResolved())
        .map(migration -> migration.getVersion().toString())
        .reduce((older, newer) -> newer)
        .orElse("none");
  }

  private static Optional<SQLException> sqlCause(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return Optional.of(sql);
      }
    }
    return Optional.empty();
  }
}
