package io.adit.storage.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adit.api.fleet.ServerNumber;
import io.adit.api.fleet.SharedSessions;
import io.adit.api.job.JobListener;
import io.adit.api.ledger.Share;
import io.adit.api.store.BlockStore;
import io.adit.api.store.ShareBatch;
import io.adit.api.store.ShareStore;
import java.io.File;
import java.nio.file.Files;
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

/** The built bundle in a framework: its imports, what is embedded in it, and what it leaves. */
@Timeout(60)
class FelixIT {
  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final List<String> BUNDLES =
      List.of(
          "org.osgi.util.function",
          "org.osgi.util.promise",
          "org.osgi.service.component-",
          "org.apache.felix.scr",
          "org.apache.felix.configadmin",
          "netty-common",
          "netty-buffer",
          "netty-resolver-4",
          "netty-transport-4",
          "netty-transport-native-unix-common",
          "netty-codec-base",
          "netty-codec-dns",
          "netty-resolver-dns",
          "netty-handler");
  private static final String EXPORTS =
      "io.adit.api;version=0.1.0,io.adit.api.fleet;version=0.1.0,io.adit.api.job;version=0.1.0,"
          + "io.adit.api.ledger;version=0.1.0,io.adit.api.node;version=0.1.0,"
          + "io.adit.api.pool;version=0.1.0,io.adit.api.pow;version=0.1.0,"
          + "io.adit.api.store;version=0.1.0,sun.misc,"
          + "org.slf4j;version=2.0.20,org.slf4j.helpers;version=2.0.20,org.slf4j.spi;version=2.0.20,"
          + "org.slf4j.event;version=2.0.20,org.slf4j;version=1.7.36,org.slf4j.helpers;version=1.7.36,"
          + "org.slf4j.spi;version=1.7.36";

  @TempDir Path directory;
  private TestRedis redis;
  private Framework framework;
  private Bundle bundle;

  @BeforeEach
  void start() throws BundleException {
    redis = new TestRedis();
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
    BUNDLES.forEach(name -> install(context, jar(name)));
    bundle = install(context, System.getProperty("adit.jar"));
    framework.start();
    for (Bundle installed : context.getBundles()) {
      installed.start();
    }
  }

  @AfterEach
  void stop() throws Exception {
    framework.stop();
    framework.waitForStop(10_000);
    redis.close();
  }

  @Test
  void countsAndHasANumberAndLeavesNoThread() throws Exception {
    configure();
    appendOne(0);
    ServerNumber number = service(ServerNumber.class);
    await().atMost(LIMIT).until(() -> number.current().isPresent());
    assertThat(service(SharedSessions.class)).isNotNull();
    assertThat(service(JobListener.class)).isNotNull();
    assertThat(service(BlockStore.class)).isNotNull();
    assertThat(directory.resolve("server-id")).isNotEmptyFile();

    bundle.stop();

    assertThat(threads()).noneMatch(name -> name.startsWith("adit-redis"));
    assertThat(threads()).noneMatch(name -> name.startsWith("lettuce"));
  }

  @Test
  void stoppedAndStartedItGoesOnAsTheSameServer() throws Exception {
    configure();
    appendOne(0);
    await().atMost(LIMIT).until(() -> service(ServerNumber.class).current().isPresent());
    int number = service(ServerNumber.class).current().getAsInt();
    String server = Files.readString(directory.resolve("server-id"));
    for (int i = 1; i <= 5; i++) {
      bundle.stop();
      bundle.start();
      appendOne(i);
      await().atMost(LIMIT).until(() -> service(ServerNumber.class).current().isPresent());
      assertThat(service(ServerNumber.class).current()).hasValue(number);
    }
    assertThat(directory.resolve("server-id")).hasContent(server);
    assertThat(redis.hash("adit:shares:main")).containsEntry("shares", "6");
    bundle.stop();
    assertThat(threads()).noneMatch(name -> name.startsWith("lettuce"));
  }

  private void appendOne(int position) throws Exception {
    ShareStore store = service(ShareStore.class);
    await().atMost(LIMIT).until(() -> store.state().isReady());
    store.append(
        new ShareBatch(
            "test", position, position + 1, List.of(new Share("main", "alice", 1, 1, 1, 1, 0))));
  }

  private <T> T service(Class<T> type) {
    BundleContext context = framework.getBundleContext();
    await().atMost(LIMIT).until(() -> context.getServiceReference(type) != null);
    ServiceReference<T> reference = context.getServiceReference(type);
    assertThat(reference.getProperty("service.pid")).isEqualTo("io.adit.storage.redis");
    assertThat(reference.getPropertyKeys()).doesNotContain(".password");
    return context.getService(reference);
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
  }

  /** By reflection: the framework's own ConfigurationAdmin is of a class that is not ours. */
  private void configure() throws Exception {
    BundleContext context = framework.getBundleContext();
    Object admin =
        context.getService(
            context.getAllServiceReferences("org.osgi.service.cm.ConfigurationAdmin", null)[0]);
    Object configuration =
        admin
            .getClass()
            .getMethod("getConfiguration", String.class, String.class)
            .invoke(admin, "io.adit.storage.redis", "?");
    Map<String, Object> properties =
        Map.of(
            "host",
            "127.0.0.1",
            "port",
            redis.port(),
            ".password",
            "",
            "idFile",
            directory.resolve("server-id").toString());
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
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(path -> Path.of(path).getFileName().toString().startsWith(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no " + name + " on the class path"));
  }
}
