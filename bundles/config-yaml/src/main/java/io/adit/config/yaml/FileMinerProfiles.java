package io.adit.config.yaml;

import io.adit.api.miner.MinerProfiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Provides {@link MinerProfiles}: those of the operator's file, then the built-in ones. The file
 * may change at any time. Whoever holds a service holds profiles that never change: a new file is a
 * new service, which is there before the old one goes. A file with anything wrong in it changes
 * nothing.
 */
@Component(
    immediate = true,
    service = {},
    configurationPid = "io.adit.miners",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = FileMinerProfiles.Config.class)
public final class FileMinerProfiles {
  /** Component configuration. */
  @ObjectClassDefinition(name = "Adit miner profiles")
  @interface Config {
    @AttributeDefinition(
        description = "YAML file of profiles that come before the built-in ones; empty for none")
    String file() default "";
  }

  private static final Logger log = LoggerFactory.getLogger(FileMinerProfiles.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final BundleContext context;
  private final Map<String, String> env;
  private final Duration interval;
  private final Consumer<Problem> report;
  private final MinerRules builtIn = MinersFile.builtIn();
  private Optional<FileWatch> watch = Optional.empty();
  private Optional<ServiceRegistration<MinerProfiles>> registration = Optional.empty();

  @Activate
  public FileMinerProfiles(BundleContext context, Config config) {
    this(
        context,
        config.file(),
        System.getenv(),
        INTERVAL,
        problem -> log.error("{}; the miner profiles stay as they were", problem));
  }

  FileMinerProfiles(
      BundleContext context,
      String file,
      Map<String, String> env,
      Duration interval,
      Consumer<Problem> report) {
    this.context = context;
    this.env = Map.copyOf(env);
    this.interval = interval;
    this.report = report;
    follow(file);
  }

  @Modified
  void modified(Config config) {
    follow(config.file());
  }

  /** Takes the profiles of a file from now on. */
  void follow(String name) {
    watch.ifPresent(FileWatch::close);
    watch = Optional.empty();
    if (name.isEmpty()) {
      publish(builtIn);
      return;
    }
    Path file = Path.of(name);
    watch = Optional.of(new FileWatch(file, interval, () -> load(file)));
    synchronized (this) {
      if (!load(file) && registration.isEmpty()) {
        publish(builtIn);
      }
    }
  }

  private synchronized boolean load(Path file) {
    try {
      MinerRules own = MinersFile.load(file, env);
      publish(own.before(builtIn));
      log.info("miner profiles: {} of {}, then the built-in ones", own.rules().size(), file);
      return true;
    } catch (ConfigException e) {
      e.problems().forEach(report);
      return false;
    }
  }

  private synchronized void publish(MinerRules rules) {
    Optional<ServiceRegistration<MinerProfiles>> old = registration;
    registration = Optional.of(context.registerService(MinerProfiles.class, rules, null));
    old.ifPresent(ServiceRegistration::unregister);
  }

  @Deactivate
  void stop() {
    watch.ifPresent(FileWatch::close);
    synchronized (this) {
      registration.ifPresent(ServiceRegistration::unregister);
      registration = Optional.empty();
    }
  }
}
