package io.adit.testing.exam;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.osgi.framework.Bundle;

/** A bundle's jar as its next version would be. */
final class NewVersion {
  private NewVersion() {}

  /** The content of a jar that was installed by reference, with another version. */
  static InputStream of(Bundle bundle, String version) throws IOException {
    Path jar = Path.of(URI.create(bundle.getLocation().replaceFirst("^reference:", "")));
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try (JarFile old = new JarFile(jar.toFile())) {
      Manifest manifest = old.getManifest();
      manifest.getMainAttributes().putValue("Bundle-Version", version);
      try (JarOutputStream out = new JarOutputStream(content, manifest)) {
        for (JarEntry entry : old.stream().toList()) {
          if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
            out.putNextEntry(new JarEntry(entry.getName()));
            old.getInputStream(entry).transferTo(out);
          }
        }
      }
    }
    return new ByteArrayInputStream(content.toByteArray());
  }
}
