package io.adit.launcher;

import io.adit.config.yaml.AditConfig;
import io.adit.config.yaml.MetricsConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.log.LogService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The OSGi framework and the bundles of a distribution in it. */
final class FrameworkHost {
  private static final Logger log = LoggerFactory.getLogger(FrameworkHost.class);

  private final Framework framework;

  private FrameworkHost(Framework framework) {
    this.framework = framework;
  }

  /** Starts a framework with nothing in it but what the launcher brings. */
  static FrameworkHost start(AditConfig config, Path data) throws StartException {
    FrameworkFactory factory =
        ServiceLoader.load(FrameworkFactory.class, FrameworkHost.class.getClassLoader())
            .findFirst()
            .orElseThrow(() -> new StartException("no OSGi framework is on the class path"));
    Map<String, Object> properties = properties(config, data);
    @SuppressWarnings({"unchecked", "rawtypes"}) // Felix takes an object as its logger.
    Framework framework = factory.newFramework((Map) properties);
    try {
      framework.init();
      framework
          .getBundleContext()
          .registerService(
              new String[] {LogService.class.getName(), "org.osgi.service.log.LoggerFactory"},
              LogBridge.service(),
              null);
      framework.start();
    } catch (BundleException e) {
      throw new StartException("the framework does not start: " + e.getMessage(), e);
    }
    return new FrameworkHost(framework);
  }

  private static Map<String, Object> properties(AditConfig config, Path data)
      throws StartException {
    Map<String, Object> properties = new HashMap<>();
    properties.put(
        Constants.FRAMEWORK_STORAGE, data.toAbsolutePath().resolve("felix-cache").toString());
    properties.put(
        Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
    // Written anew at each start, and there may be passwords in them: nothing for the disk.
    properties.put("felix.cm.pm", "memory");
    properties.put("felix.service.urlhandlers", "false");
    properties.put("felix.log.logger", new LogBridge.FrameworkLogger());
    properties.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, SystemPackages.extra());
    properties.put("adit.data.dir", data.toAbsolutePath().toString());
    config
        .source()
        .ifPresent(
            source -> {
              properties.put("adit.config.file", source.file().toAbsolutePath().toString());
              properties.put("adit.config.text", source.text());
            });
    MetricsConfig metrics = config.metrics();
    properties.put("org.osgi.service.http.port", Integer.toString(metrics.port()));
    properties.put("org.osgi.service.http.host", metrics.host());
    properties.put("org.apache.felix.http.host", metrics.host());
    properties.put("org.apache.felix.http.jetty.threadpool.max", "16");
    return properties;
  }

  BundleContext context() {
    return framework.getBundleContext();
  }

  /** Installs every jar of a directory, in the order of their names. */
  void install(Path directory) throws StartException {
    List<Path> jars = jarsIn(directory);
    if (jars.isEmpty()) {
      throw new StartException("there are no bundles in " + directory);
    }
    for (Path jar : jars) {
      try {
        Bundle bundle =
            context().installBundle("reference:" + jar.toAbsolutePath().normalize().toUri());
        if (bundle.getSymbolicName() == null) {
          throw new StartException(jar + " is not a bundle: it has no Bundle-SymbolicName");
        }
      } catch (BundleException e) {
        throw new StartException(jar + " cannot be installed: " + e.getMessage(), e);
      }
    }
  }

  /** Checks that every installed bundle has what it needs, before any of them does anything. */
  void resolve() throws StartException {
    boolean all = framework.adapt(FrameworkWiring.class).resolveBundles(null);
    if (!all) {
      for (Bundle bundle : context().getBundles()) {
        if (bundle.getState() == Bundle.INSTALLED && !isFragment(bundle)) {
          // Cannot start either, and says what it lacks.
          start(bundle);
        }
      }
    }
  }

  private static boolean isFragment(Bundle bundle) {
    return (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
  }

  private static void start(Bundle bundle) throws StartException {
    try {
      bundle.start();
    } catch (BundleException e) {
      throw new StartException(
          "bundle " + bundle.getSymbolicName() + " does not start: " + e.getMessage(), e);
    }
  }

  private static List<Path> jarsIn(Path directory) throws StartException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new StartException("bundles cannot be read from " + directory, e);
    }
  }

  /** Starts the installed bundles whose names are wanted; fragments need no start. */
  void startBundles(Predicate<String> wanted) throws StartException {
    for (Bundle bundle : context().getBundles()) {
      if (bundle.getBundleId() != 0
          && !isFragment(bundle)
          && wanted.test(bundle.getSymbolicName())) {
        start(bundle);
      }
    }
  }

  /** Stops the bundles of these names, one after another, as far as they are there. */
  void stopBundles(List<Predicate<String>> order) {
    for (Predicate<String> wanted : order) {
      for (Bundle bundle : running(wanted)) {
        try {
          bundle.stop(Bundle.STOP_TRANSIENT);
        } catch (BundleException e) {
          log.warn("bundle {} did not stop cleanly", bundle.getSymbolicName(), e);
        }
      }
    }
  }

  private List<Bundle> running(Predicate<String> wanted) {
    List<Bundle> bundles = new ArrayList<>();
    for (Bundle bundle :
        Optional.ofNullable(context()).map(BundleContext::getBundles).orElse(new Bundle[0])) {
      if (bundle.getBundleId() != 0
          && bundle.getState() == Bundle.ACTIVE
          && wanted.test(bundle.getSymbolicName())) {
        bundles.add(bundle);
      }
    }
    return bundles;
  }

  /** Stops the framework; whether it has ended in that time. */
  boolean stop(Duration limit) throws InterruptedException {
    try {
      framework.stop();
    } catch (BundleException e) {
      log.warn("the framework did not stop cleanly", e);
    }
    return framework.waitForStop(limit.toMillis()).getType() != FrameworkEvent.WAIT_TIMEDOUT;
  }

  /** Waits until someone has stopped the framework. */
  void awaitStop() throws InterruptedException {
    framework.waitForStop(0);
  }
}
