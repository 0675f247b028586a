package io.adit.storage.jdbc;

import io.adit.api.State;
import io.adit.api.ledger.FoundBlock;
import io.adit.api.store.BlockStore;
import io.adit.api.store.ShareBatch;
import io.adit.api.store.ShareStore;
import io.adit.api.store.StatisticsStore;
import io.adit.api.store.StoreException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.jdbc.DataSourceFactory;

/**
 * Keeps shares, workers, blocks and statistics in PostgreSQL or H2, through the DataSourceFactory
 * that the driver's bundle registers. There at once, whatever the database does: until it is
 * reached, and whenever it is lost, storing fails with a {@link StoreException} that says why.
 *
 * <p>If the connection breaks during the very commit, a batch of shares may be stored though a
 * failure is reported; its {@link #position} then tells.
 */
@Component(
    service = {ShareStore.class, BlockStore.class, StatisticsStore.class},
    configurationPid = "io.adit.storage.jdbc",
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    immediate = true)
public final class JdbcStore implements ShareStore, BlockStore, StatisticsStore {
  /** What an operator configures; names and units as in {@link Settings}. */
  @interface Config {
    String driver();

    String url();

    String user() default "";

    String _password() default "";

    int maxConnections() default 8;

    int minConnections() default 1;

    long connectTimeoutMillis() default 5000;

    long statementTimeoutMillis() default 10_000;

    int shareRetentionDays() default 90;

    int rollupRetentionDays() default 0;

    String describe() default "the database";
  }

  private record Driver(String name, DataSourceFactory factory) {}

  private final List<Driver> drivers = new CopyOnWriteArrayList<>();
  private volatile Settings settings;
  private volatile Shares shares;
  private volatile Database database;

  @Activate
  void start(Config config) {
    start(
        new Settings(
            config.driver(),
            config.url(),
            config.user(),
            config._password(),
            config.maxConnections(),
            config.minConnections(),
            Duration.ofMillis(config.connectTimeoutMillis()),
            Duration.ofMillis(config.statementTimeoutMillis()),
            Duration.ofDays(config.shareRetentionDays()),
            Duration.ofDays(config.rollupRetentionDays()),
            config.describe()),
        Clock.systemUTC());
  }

  void start(Settings from, Clock clock) {
    settings = from;
    ShareTables tables = from.dialect().tables();
    shares = new Shares(tables, clock);
    Database opened = new Database(from, this::dataSource, new Retention(from, tables, clock));
    database = opened;
    opened.open();
  }

  @Deactivate
  void stop() throws InterruptedException {
    database.close();
  }

  @Reference(
      service = DataSourceFactory.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  void bindDriver(DataSourceFactory factory, Map<String, ?> properties) {
    Object name = properties.get(DataSourceFactory.OSGI_JDBC_DRIVER_CLASS);
    drivers.add(new Driver(String.valueOf(name), factory));
    Database current = database;
    if (current != null && settings.driver().equals(name)) {
      current.hurry();
    }
  }

  void unbindDriver(DataSourceFactory factory, Map<String, ?> properties) {
    drivers.removeIf(driver -> driver.factory() == factory);
    Database current = database;
    if (current != null
        && settings.driver().equals(properties.get(DataSourceFactory.OSGI_JDBC_DRIVER_CLASS))) {
      current.reconnect("its driver " + settings.driver() + " has gone");
    }
  }

  /** Makes it do at once what it would do within the hour. */
  void hurry() {
    database.hurry();
  }

  @Override
  public State state() {
    return database.state();
  }

  @Override
  public String describe() {
    return settings.describe();
  }

  @Override
  public OptionalLong position(String ledger) throws StoreException {
    return database.read(connection -> Shares.position(ledger, connection));
  }

  @Override
  public void append(ShareBatch batch) throws StoreException {
    try {
      database.write(connection -> shares.append(batch, connection));
    } catch (StoreException e) {
      shares.forget();
      throw e;
    }
  }

  @Override
  public void record(List<FoundBlock> blocks) throws StoreException {
    database.write(connection -> Blocks.put(blocks, connection));
  }

  @Override
  public void keep(List<WorkerRecord> records) throws StoreException {
    database.write(connection -> StatisticsTable.put(records, connection));
  }

  @Override
  public List<WorkerRecord> recall(String pool, long sinceMillis) throws StoreException {
    return database.read(connection -> StatisticsTable.get(pool, sinceMillis, connection));
  }

  private Optional<DataSource> dataSource() throws SQLException {
    for (Driver driver : drivers) {
      if (driver.name().equals(settings.driver())) {
        Properties properties = new Properties();
        properties.setProperty(DataSourceFactory.JDBC_URL, settings.dialect().url(settings));
        properties.setProperty(DataSourceFactory.JDBC_USER, settings.user());
        properties.setProperty(DataSourceFactory.JDBC_PASSWORD, settings.password());
        DataSource dataSource = driver.factory().createDataSource(properties);
        dataSource.setLoginTimeout((int) Dialect.seconds(settings.connectTimeout()));
        return Optional.of(dataSource);
      }
    }
    return Optional.empty();
  }
}
