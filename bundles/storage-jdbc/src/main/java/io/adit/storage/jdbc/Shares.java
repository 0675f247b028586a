package io.adit.storage.jdbc;

import io.adit.api.store.ShareBatch;
import io.adit.api.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.OptionalLong;

/**
 * Shares, and what is made of them: sums of each worker, and of each of its minutes. All of it
 * moves with the position of the ledger that the shares are from, in one transaction.
 */
final class Shares {
  private static final String SELECT_POSITION =
      "SELECT position FROM ledger_positions WHERE ledger = ?";
  private static final String UPDATE_POSITION =
      "UPDATE ledger_positions SET position = ?, updated_at = ? WHERE ledger = ?";
  private static final String INSERT_POSITION =
      "INSERT INTO ledger_positions (position, updated_at, ledger) VALUES (?, ?, ?)";

  private final ShareTables tables;
  private final Clock clock;

  Shares(ShareTables tables, Clock clock) {
    this.tables = tables;
    this.clock = clock;
  }

  static OptionalLong position(String ledger, Connection connection) throws SQLException {
    return position(SELECT_POSITION, ledger, connection);
  }

  private static OptionalLong position(String sql, String ledger, Connection connection)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, ledger);
      try (ResultSet result = statement.executeQuery()) {
        return result.next() ? OptionalLong.of(result.getLong(1)) : OptionalLong.empty();
      }
    }
  }

  /**
   * Stores a batch and moves the position.
   *
   * @throws StoreException if it begins elsewhere
   */
  void append(ShareBatch batch, Connection connection) throws SQLException, StoreException {
    // Whoever else has this ledger waits here, and then finds that it is too late.
    OptionalLong position = position(SELECT_POSITION + " FOR UPDATE", batch.ledger(), connection);
    if (position.isPresent() && position.getAsLong() != batch.start()) {
      throw new StoreException(
          "shares from position "
              + batch.start()
              + " of the ledger (expected: "
              + position.getAsLong()
              + ")",
          null);
    }
    move(batch, position.isPresent() ? UPDATE_POSITION : INSERT_POSITION, connection);
    tables.insert(batch.shares(), connection);
    tables.add(new Sums(batch.shares()), connection);
  }

  /** What was appended last was rolled back. */
  void forget() {
    tables.forget();
  }

  private void move(ShareBatch batch, String sql, Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, batch.end());
      statement.setObject(2, Rows.time(clock.millis()));
      statement.setString(3, batch.ledger());
      statement.executeUpdate();
    }
  }
}
