package io.adit.storage.jdbc;

import java.time.Duration;
import java.util.Locale;

/** Where the databases differ. */
enum Dialect {
  POSTGRESQL("bytea", '?', '&') {
    @Override
    String url(Settings settings) {
      String url = with(settings.url(), "reWriteBatchedInserts", "true");
      url = with(url, "tcpKeepAlive", "true");
      url = with(url, "ApplicationName", "adit");
      // For whoever is silent while nothing was asked of it within a time of its own.
      url = with(url, "socketTimeout", Long.toString(seconds(settings.statementTimeout()) + 5));
      return with(url, "connectTimeout", Long.toString(seconds(settings.connectTimeout())));
    }

    @Override
    ShareTables tables() {
      return new PartitionedTables();
    }

    @Override
    String begin(Duration statementTimeout) {
      // Where the server's default is off, it says that something is stored before it is on disk.
      // What its administrator has made stricter than "on" stays as it is.
      return "SET statement_timeout = "
          + statementTimeout.toMillis()
          + "; SELECT set_config('synchronous_commit', 'on', false)"
          + " WHERE current_setting('synchronous_commit') = 'off'";
    }
  },

  H2("blob", ';', ';') {
    @Override
    String url(Settings settings) {
      // H2 would close the database at the signal that ends the server, before the last shares
      // are stored; and would then take its time to make the file smaller, which it also does
      // while it runs. And it would say that something is stored half a second before it is.
      String url = with(settings.url(), "DB_CLOSE_ON_EXIT", "FALSE");
      return with(with(url, "MAX_COMPACT_TIME", "0"), "WRITE_DELAY", "0");
    }

    @Override
    ShareTables tables() {
      return new PlainTables();
    }

    @Override
    String begin(Duration statementTimeout) {
      return "SET QUERY_TIMEOUT " + statementTimeout.toMillis();
    }
  };

  private final String bytes;
  private final char first;
  private final char next;

  Dialect(String bytes, char first, char next) {
    this.bytes = bytes;
    this.first = first;
    this.next = next;
  }

  static Dialect of(String url) {
    return url.startsWith("jdbc:h2:") ? H2 : POSTGRESQL;
  }

  /** The URL with what this server needs, where the operator has not said otherwise. */
  abstract String url(Settings settings);

  /**
   * What a connection begins with: it limits the time of all later statements, and has the server
   * say that something is committed only when it is on disk.
   */
  abstract String begin(Duration statementTimeout);

  /** What takes the shares of one store. */
  abstract ShareTables tables();

  /** Folder of the migrations that only this server has. */
  String schema() {
    return "schema_" + name().toLowerCase(Locale.ROOT);
  }

  /** Type of a column for a block. */
  String bytes() {
    return bytes;
  }

  static long seconds(Duration duration) {
    return Math.max(1, duration.plusMillis(999).toSeconds());
  }

  String with(String url, String key, String value) {
    if (url.toLowerCase(Locale.ROOT).contains(key.toLowerCase(Locale.ROOT) + "=")) {
      return url;
    }
    return url + (url.indexOf(first) < 0 ? first : next) + key + "=" + value;
  }
}
