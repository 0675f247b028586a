package io.adit.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.StringJoiner;
import java.util.jar.Manifest;

/**
 * The packages that bundles get from the launcher's class path. The api is among them, so that
 * there is one copy of its types for the bundles and for whoever starts the server.
 */
final class SystemPackages {
  private static final List<String> BUNDLES =
      List.of("io.adit.api", "slf4j.api", "org.osgi.service.log");

  /** Bundles built against slf4j 1 are served, too: what they use of it is the same in 2. */
  private static final String SLF4J_1 =
      "org.slf4j;version=\"1.7.36\",org.slf4j.spi;version=\"1.7.36\","
          + "org.slf4j.helpers;version=\"1.7.36\",org.slf4j.event;version=\"1.7.36\"";

  private SystemPackages() {}

  /** As {@code org.osgi.framework.system.packages.extra} wants them. */
  static String extra() throws StartException {
    StringJoiner packages = new StringJoiner(",");
    for (String bundle : BUNDLES) {
      packages.add(exportsOf(bundle));
    }
    return packages.add(SLF4J_1).toString();
  }

  private static String exportsOf(String bundle) throws StartException {
    try {
      for (URL url :
          Collections.list(
              SystemPackages.class.getClassLoader().getResources("META-INF/MANIFEST.MF"))) {
        try (InputStream in = url.openStream()) {
          var attributes = new Manifest(in).getMainAttributes();
          String name = attributes.getValue("Bundle-SymbolicName");
          if (name != null && name.split(";", -1)[0].trim().equals(bundle)) {
            return attributes.getValue("Export-Package");
          }
        }
      }
    } catch (IOException e) {
      throw new StartException("the class path cannot be read: " + e, e);
    }
    throw new StartException(bundle + " is not on the class path");
  }
}
