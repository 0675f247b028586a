package io.adit.storage.jdbc;

import io.adit.api.ledger.FoundBlock;
import io.adit.api.ledger.FoundBlock.NodeVerdict;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Found blocks, and what each node has said of them. */
final class Blocks {
  private static final String UPDATE_BLOCK =
      "UPDATE blocks SET height = ?, worker = ?, difficulty = ?, reward = ?, status = ?,"
          + " confirmations = ?, detail = ?, block = ?, found_at = ?,"
          + " updated_at = CURRENT_TIMESTAMP WHERE pool = ? AND hash = ?";
  private static final String INSERT_BLOCK =
      "INSERT INTO blocks (height, worker, difficulty, reward, status, confirmations, detail, block,"
          + " found_at, pool, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String UPDATE_VERDICT =
      "UPDATE block_verdicts SET verdict = ?, detail = ?, at = ?"
          + " WHERE pool = ? AND hash = ? AND node = ?";
  private static final String INSERT_VERDICT =
      "INSERT INTO block_verdicts (verdict, detail, at, pool, hash, node)"
          + " VALUES (?, ?, ?, ?, ?, ?)";

  private record VerdictKey(Rows.Key block, String node) {}

  private Blocks() {}

  static void put(List<FoundBlock> blocks, Connection connection) throws SQLException {
    Map<Rows.Key, FoundBlock> rows = new LinkedHashMap<>();
    Map<VerdictKey, NodeVerdict> verdicts = new LinkedHashMap<>();
    for (FoundBlock block : blocks) {
      Rows.Key key = new Rows.Key(Rows.text(block.pool()), block.hash().toDisplayHex());
      rows.put(key, block);
      for (NodeVerdict verdict : block.verdicts()) {
        verdicts.put(new VerdictKey(key, Rows.text(verdict.node())), verdict);
      }
    }
    Rows.upsert(UPDATE_BLOCK, INSERT_BLOCK, rows.entrySet(), Blocks::bind, connection);
    Rows.upsert(
        UPDATE_VERDICT, INSERT_VERDICT, verdicts.entrySet(), Blocks::bindVerdict, connection);
  }

  private static void bind(Map.Entry<Rows.Key, FoundBlock> row, PreparedStatement statement)
      throws SQLException {
    FoundBlock block = row.getValue();
    List<NodeVerdict> verdicts = block.verdicts();
    String word = verdicts.isEmpty() ? "" : verdicts.get(verdicts.size() - 1).verdict().detail();
    statement.setInt(1, block.height());
    statement.setString(2, Rows.text(block.worker()));
    statement.setDouble(3, block.difficulty());
    statement.setLong(4, block.reward());
    statement.setString(5, block.status().name());
    statement.setInt(6, block.confirmations());
    statement.setString(7, Rows.text(word));
    statement.setBytes(8, block.block().toArray());
    statement.setObject(9, Rows.time(block.timeMillis()));
    statement.setString(10, row.getKey().pool());
    statement.setString(11, row.getKey().name());
  }

  private static void bindVerdict(
      Map.Entry<VerdictKey, NodeVerdict> row, PreparedStatement statement) throws SQLException {
    NodeVerdict verdict = row.getValue();
    statement.setString(1, verdict.verdict().kind().name());
    statement.setString(2, Rows.text(verdict.verdict().detail()));
    statement.setObject(3, Rows.time(verdict.timeMillis()));
    statement.setString(4, row.getKey().block().pool());
    statement.setString(5, row.getKey().block().name());
    statement.setString(6, row.getKey().node());
  }
}
