package io.adit.node.bitcoind;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/** What the node wants to see before it answers. */
interface Credentials {
  /**
   * The value of the header {@code Authorization} as it is now; empty if there is none at the
   * moment.
   *
   * @throws RefusedException if it cannot be read and somebody must see to it
   */
  Optional<String> authorization() throws RefusedException;

  /** Where they come from, as a sentence has it: what to check when the node does not take them. */
  String describe();

  static Credentials of(String user, String password) {
    String header = basic(user + ":" + password);
    return new Credentials() {
      @Override
      public Optional<String> authorization() {
        return Optional.of(header);
      }

      @Override
      public String describe() {
        return "RPC user \"" + user + "\" and its password";
      }
    };
  }

  /**
   * The cookie that the node writes when it starts and removes when it stops: one line, {@code
   * __cookie__:SECRET}. Read anew each time, since the next one has another secret.
   */
  static Credentials ofCookie(Path file) {
    return new Credentials() {
      @Override
      public Optional<String> authorization() throws RefusedException {
        try {
          return Optional.of(basic(Files.readString(file, StandardCharsets.UTF_8).strip()));
        } catch (NoSuchFileException e) {
          return Optional.empty();
        } catch (IOException e) {
          throw new RefusedException("cannot read the cookie file " + file + ": " + e, e);
        }
      }

      @Override
      public String describe() {
        return "cookie file " + file + (Files.exists(file) ? "" : ", which does not exist");
      }
    };
  }

  private static String basic(String userAndPassword) {
    return "Basic "
        + Base64.getEncoder().encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8));
  }
}
