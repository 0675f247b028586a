package io.adit.storage.jdbc;

import io.adit.api.ledger.Share;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * How a kind of database takes shares and lets go of them. All in the transaction of the caller.
 */
interface ShareTables {
  /** Inserts shares in order. */
  void insert(List<Share> shares, Connection connection) throws SQLException;

  /** Adds to the sums of workers and of their minutes. */
  void add(Sums sums, Connection connection) throws SQLException;

  /** Makes room for the shares of today and of the days to come. */
  void prepare(Instant now, Connection connection) throws SQLException;

  /** Forgets what it knows of the database: a transaction has failed. */
  void forget();

  /**
   * Deletes some of the shares that are older.
   *
   * @return whether there may be more
   */
  boolean deleteShares(Instant before, Connection connection) throws SQLException;

  /**
   * Deletes some of the minutes that are older.
   *
   * @return whether there may be more
   */
  boolean deleteMinutes(Instant before, Connection connection) throws SQLException;
}
