package io.adit.testing.exam;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemPackages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.ops4j.pax.exam.CoreOptions;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.options.UrlProvisionOption;

/**
 * The bundles of the built distribution in a framework, set up by their own {@code config-yaml}
 * from a file. What the launcher would export, the class path of the tests does; only the api is a
 * bundle here.
 */
final class AssembledServer {
  /** Found on the class path of the tests, by the server's bundles and by the tests in there. */
  private static final String[] FROM_CLASS_PATH = {
    "org.slf4j;version=2.0.20",
    "org.slf4j.event;version=2.0.20",
    "org.slf4j.helpers;version=2.0.20",
    "org.slf4j.spi;version=2.0.20",
    "org.slf4j;version=1.7.36",
    "org.slf4j.event;version=1.7.36",
    "org.slf4j.helpers;version=1.7.36",
    "org.slf4j.spi;version=1.7.36",
    "org.assertj.core.api",
    "org.awaitility",
    "org.awaitility.core"
  };

  private AssembledServer() {}

  /**
   * A server with one devnet pool, where next to every hash is a share.
   *
   * @param port 0 for any
   */
  static Option[] with(int port) {
    return configured(config(port));
  }

  /**
   * A server that is set up by a file.
   *
   * @param yaml what is in it
   */
  static Option[] configured(String yaml) {
    try {
      Path work = Files.createDirectories(Path.of(System.getProperty("adit.exam")));
      Path data = Files.createTempDirectory(work, "data");
      Path config = Files.writeString(data.resolve("config.yaml"), yaml);
      return options(
          junitBundles(),
          systemPackages(FROM_CLASS_PATH),
          frameworkProperty("felix.service.urlhandlers").value("false"),
          frameworkProperty("felix.cm.dir").value(data.resolve("configurations").toString()),
          frameworkProperty("org.osgi.service.http.host").value("127.0.0.1"),
          frameworkProperty("org.apache.felix.http.host").value("127.0.0.1"),
          frameworkProperty("org.osgi.service.http.port").value("0"),
          frameworkProperty("adit.data.dir").value(data.toString()),
          frameworkProperty("adit.config.file").value(config.toString()),
          install(api()),
          CoreOptions.composite(
              jarsIn(Path.of(System.getProperty("adit.distribution"), "bundles")).stream()
                  .map(AssembledServer::install)
                  .toArray(Option[]::new)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String config(int port) {
    return """
        server:
          host: 127.0.0.1
          port: %d
          metrics:
            port: 0
        mining:
          initial_difficulty: 0.000000001
          min_difficulty: 0.000000001
        node:
          type: devnet
          devnet_difficulty: 1
        """
        .formatted(port);
  }

  private static Path api() throws IOException {
    return jarsIn(Path.of(System.getProperty("adit.bundles"), "api", "target")).stream()
        .filter(jar -> jar.getFileName().toString().matches("adit-api-[^-]*(-SNAPSHOT)?\\.jar"))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the api was not built"));
  }

  private static List<Path> jarsIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
      if (jars.isEmpty()) {
        throw new IllegalStateException("there are no jars in " + directory);
      }
      return jars;
    }
  }

  private static Option install(Path jar) {
    UrlProvisionOption installed = bundle("reference:" + jar.toAbsolutePath().normalize().toUri());
    return isFragment(jar) ? installed.noStart() : installed;
  }

  private static boolean isFragment(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.getManifest().getMainAttributes().getValue("Fragment-Host") != null;
    } catch (IOException e) {
      throw new UncheckedIOException(jar.toString(), e);
    }
  }
}
