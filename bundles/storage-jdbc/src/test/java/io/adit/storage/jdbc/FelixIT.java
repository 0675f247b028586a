package io.adit.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adit.api.ledger.Share;
import io.adit.api.store.ShareBatch;
import io.adit.api.store.ShareStore;
import io.adit.api.store.StatisticsStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** The built bundle in a framework: its imports, what is embedded in it, and the drivers. */
@Timeout(60)
class FelixIT {
  private static final List<String> BUNDLES =
      List.of(
          "org.osgi.util.function",
          "org.osgi.util.promise",
          "org.osgi.service.component-",
          "org.osgi.service.jdbc",
          "org.apache.felix.scr",
          "org.apache.felix.configadmin",
          "HikariCP",
          "h2-",
          "postgresql-42");
  private static final String EXPORTS =
      "io.adit.api;version=0.1.0,io.adit.api.ledger;version=0.1.0,io.adit.api.node;version=0.1.0,"
          + "io.adit.api.pool;version=0.1.0,io.adit.api.store;version=0.1.0,"
          + "org.slf4j;version=2.0.20,org.slf4j.helpers;version=2.0.20,org.slf4j.spi;version=2.0.20,"
          + "org.slf4j;version=1.7.36";

  @TempDir Path directory;
  private Framework framework;

  @BeforeEach
  void start() throws BundleException {
    framework =
        ServiceLoader.load(FrameworkFactory.class)
            .findFirst()
            .orElseThrow()
            .newFramework(
                Map.of(
                    Constants.FRAMEWORK_STORAGE,
                    directory.resolve("cache").toString(),
                    Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                    EXPORTS));
    framework.init();
    BundleContext context = framework.getBundleContext();
    List<Bundle> bundles = BUNDLES.stream().map(name -> install(context, jar(name))).toList();
    install(context, System.getProperty("adit.jar"));
    framework.start();
    for (Bundle bundle : bundles) {
      bundle.start();
    }
    for (Bundle bundle : context.getBundles()) {
      bundle.start();
    }
  }

  @AfterEach
  void stop() throws Exception {
    framework.stop();
    framework.waitForStop(10_000);
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("adit-jdbc"));
  }

  @Test
  void storesInH2() throws Exception {
    configure("org.h2.Driver", "jdbc:h2:file:" + directory.resolve("adit"), "sa", "secret");
    appendOne();
  }

  @Test
  void storesInPostgreSql() throws Exception {
    try (TestPostgres server = new TestPostgres()) {
      String url = server.url(server.newDatabase());
      configure("org.postgresql.Driver", url, server.user(), server.password());
      appendOne();
      framework.stop();
      framework.waitForStop(10_000);
    }
  }

  private void appendOne() throws Exception {
    BundleContext context = framework.getBundleContext();
    await().until(() -> context.getServiceReference(ShareStore.class) != null);
    ServiceReference<ShareStore> reference = context.getServiceReference(ShareStore.class);
    ShareStore store = context.getService(reference);
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(store.state().detail()).isEqualTo("here"));
    store.append(new ShareBatch("test", 0, 1, List.of(new Share("main", "alice", 1, 1, 1, 1, 0))));
    StatisticsStore statistics =
        context.getService(context.getServiceReference(StatisticsStore.class));
    assertThat(statistics.recall("main", 0)).isEmpty();
    assertThat(reference.getProperty("service.pid")).isEqualTo("io.adit.storage.jdbc");
    assertThat(reference.getPropertyKeys()).doesNotContain(".password");
  }

  /** By reflection: the framework's own ConfigurationAdmin is of a class that is not ours. */
  private void configure(String driver, String url, String user, String password) throws Exception {
    BundleContext context = framework.getBundleContext();
    Object admin =
        context.getService(
            context.getAllServiceReferences("org.osgi.service.cm.ConfigurationAdmin", null)[0]);
    Object configuration =
        admin
            .getClass()
            .getMethod("getConfiguration", String.class, String.class)
            .invoke(admin, "io.adit.storage.jdbc", "?");
    Map<String, Object> properties =
        Map.of(
            "driver", driver, "url", url, "user", user, ".password", password, "describe", "here");
    configuration
        .getClass()
        .getMethod("update", Dictionary.class)
        .invoke(configuration, FrameworkUtil.asDictionary(properties));
  }

  private static Bundle install(BundleContext context, String jar) {
    try {
      Bundle bundle = context.installBundle("reference:" + Path.of(jar).toUri());
      assertThat(bundle.getSymbolicName()).as(jar).isNotNull();
      return bundle;
    } catch (BundleException e) {
      throw new IllegalStateException(jar, e);
    }
  }

  private static String jar(String name) {
    return Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
        .filter(path -> Path.of(path).getFileName().toString().startsWith(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no " + name + " on the class path"));
  }
}
