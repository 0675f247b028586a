package io.adit.launcher;

import io.adit.api.State;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * A distribution's directory with bundles that a test makes up.
 *
 * @param path where {@code bundles} is
 */
record FakeHome(Path path) {
  static FakeHome in(Path directory) throws IOException {
    Files.createDirectory(directory.resolve("bundles"));
    return new FakeHome(directory);
  }

  /** A bundle with {@link FakeParts}. */
  void bundle(String name, State.Kind node, State.Kind pool) throws IOException {
    bundle(name, Map.of("Fake-Node", node.name(), "Fake-Pool", pool.name()));
  }

  /** A bundle with {@link FakeParts} that are told what to do by headers of their manifest. */
  void bundle(String name, Map<String, String> parts) throws IOException {
    Map<String, String> headers = new HashMap<>(parts);
    headers.put("Bundle-ManifestVersion", "2");
    headers.put("Bundle-SymbolicName", name);
    headers.put("Bundle-Activator", FakeParts.class.getName());
    headers.put(
        "Import-Package",
        "io.adit.api;version=\"[0.1,1)\",io.adit.api.ledger,io.adit.api.node,"
            + "io.adit.api.pool,io.adit.api.store,"
            + "org.osgi.framework,org.osgi.service.condition,org.osgi.util.tracker,"
            + "org.slf4j;version=\"[1.7,2)\"");
    jar(name, headers, FakeParts.class);
  }

  /** A jar with these headers and classes. */
  void jar(String name, Map<String, String> headers, Class<?>... classes) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.forEach(attributes::putValue);
    try (OutputStream file = Files.newOutputStream(path.resolve("bundles/" + name + ".jar"));
        JarOutputStream jar = new JarOutputStream(file, manifest)) {
      for (Class<?> type : classes) {
        String entry = type.getName().replace('.', '/') + ".class";
        jar.putNextEntry(new JarEntry(entry));
        try (var in = type.getClassLoader().getResourceAsStream(entry)) {
          in.transferTo(jar);
        }
      }
    }
  }
}
