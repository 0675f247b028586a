package io.adit.storage.redis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who a server is.
 *
 * @param server its name among the servers; the same after a restart
 * @param instance another one at each start
 * @param host where it runs, for people
 */
record Identity(String server, String instance, String host) {
  private static final Logger LOG = LoggerFactory.getLogger(Identity.class);
  private static final Pattern NAME = Pattern.compile("[0-9A-Za-z-]{1,64}");
  private static final Path LINUX_HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  /** One that is not known again. */
  static Identity random() {
    return of(UUID.randomUUID().toString());
  }

  /** The one that the file says, which is made if it is not there. */
  static Identity in(Path file) {
    try {
      if (Files.exists(file)) {
        String name = Files.readString(file).strip();
        if (NAME.matcher(name).matches()) {
          return of(name);
        }
        LOG.error(
            "{}: \"{}\" is no name for a server (expected: {}); another one is made",
            file,
            name,
            NAME);
      }
      Identity made = random();
      Path whole = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(whole, made.server() + "\n");
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
      return made;
    } catch (IOException e) {
      LOG.error(
          "{}: {}; after a restart, this server will be another one to the others",
          file,
          e.toString());
      return random();
    }
  }

  private static Identity of(String server) {
    return new Identity(server, UUID.randomUUID().toString(), hostName());
  }

  /** Without asking a name server, which may take its time. */
  private static String hostName() {
    try {
      if (Files.isReadable(LINUX_HOST_NAME)) {
        return Files.readString(LINUX_HOST_NAME, StandardCharsets.UTF_8).strip();
      }
    } catch (IOException e) {
      LOG.debug("no host name", e);
    }
    String name = System.getenv("HOSTNAME");
    return name == null || name.isBlank() ? "a host without a name" : name;
  }
}
