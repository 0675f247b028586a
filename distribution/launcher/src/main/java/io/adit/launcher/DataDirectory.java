package io.adit.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** The directory that holds what outlives the server, for one server at a time. */
final class DataDirectory implements AutoCloseable {
  private final Path path;
  private final FileChannel channel;

  private DataDirectory(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** Takes the directory, making it, for this user alone, if it is not there. */
  static DataDirectory take(Path path) throws StartException {
    if (path.toAbsolutePath().toString().contains(";")) {
      // Ends the file's name in H2's URLs, and cannot be escaped there.
      throw new StartException(
          "data directory " + path.toAbsolutePath() + " cannot be used: \";\" in its path");
    }
    try {
      Files.createDirectories(path, ownerOnly(path));
      FileChannel channel =
          FileChannel.open(
              path.resolve("adit.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!lock(channel)) {
        channel.close();
        throw new StartException(
            "data directory " + path + " is in use by another adit (--data DIR names another)");
      }
      return new DataDirectory(path, channel);
    } catch (IOException e) {
      throw StartException.of("data directory " + path + " cannot be used", e);
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  Path path() {
    return path;
  }

  /** Gives the directory back. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
