package io.adit.config.yaml;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the components their configurations, from the file that the framework property {@value
 * #FILE} names (none: every default) and the directory that {@value #DATA} names. Where {@value
 * #TEXT} has the file's content, that is what counts, and the file is not read: it may be a pipe,
 * or be changed since whoever set the property checked it. Configurations it made before and that
 * the file no longer asks for, it deletes; those of others it leaves alone.
 */
@Component(
    immediate = true,
    service = {})
public final class ConfigPublisher {
  static final String FILE = "adit.config.file";
  static final String TEXT = "adit.config.text";
  static final String DATA = "adit.data.dir";
  private static final String OURS = "adit.source";
  private static final String ANY_LOCATION = "?";
  private static final Logger log = LoggerFactory.getLogger(ConfigPublisher.class);

  @Activate
  public ConfigPublisher(BundleContext context, @Reference ConfigurationAdmin admin) {
    Path data = Path.of(Optional.ofNullable(context.getProperty(DATA)).orElse("data"));
    try {
      publish(config(context), data, admin);
    } catch (ConfigException e) {
      e.problems().forEach(problem -> log.error("{}", problem));
    } catch (IOException e) {
      log.error("configurations could not be written", e);
    }
  }

  private static AditConfig config(BundleContext context) throws ConfigException {
    String file = context.getProperty(FILE);
    String text = context.getProperty(TEXT);
    if (file == null) {
      return ConfigFile.defaults();
    }
    return text == null
        ? ConfigFile.load(Path.of(file), System.getenv())
        : ConfigFile.parse(new AditConfig.Source(Path.of(file), text), System.getenv());
  }

  private static void publish(AditConfig config, Path data, ConfigurationAdmin admin)
      throws IOException {
    Set<String> pids = new HashSet<>();
    for (Configurations.Entry entry : Configurations.of(config, data)) {
      Configuration configuration =
          entry.name().isPresent()
              ? admin.getFactoryConfiguration(entry.pid(), entry.name().get(), ANY_LOCATION)
              : admin.getConfiguration(entry.pid(), ANY_LOCATION);
      Map<String, Object> properties = new HashMap<>(entry.properties());
      properties.put(OURS, "config-yaml");
      configuration.updateIfDifferent(FrameworkUtil.asDictionary(properties));
      pids.add(configuration.getPid());
    }
    for (Configuration configuration : ours(admin)) {
      if (!pids.contains(configuration.getPid())) {
        configuration.delete();
      }
    }
  }

  private static Iterable<Configuration> ours(ConfigurationAdmin admin) throws IOException {
    try {
      Configuration[] found = admin.listConfigurations("(" + OURS + "=config-yaml)");
      return found == null ? Set.of() : Arrays.asList(found);
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException("the filter is a constant", e);
    }
  }
}
