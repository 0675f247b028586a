package io.adit.config.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Reads a configuration file. */
public final class ConfigFile {
  private static final int MAX_BYTES = 1_000_000;

  private ConfigFile() {}

  /**
   * Reads and checks a file, and the file of miner profiles that it names. Sees to it that the
   * certificates that it names are there; does not touch the network.
   *
   * @param env variables that values may refer to
   * @throws ConfigException if anything is wrong with it, naming all that is
   */
  public static AditConfig load(Path file, Map<String, String> env) throws ConfigException {
    Problems problems = new Problems(file.toString());
    String text = read(file, problems);
    problems.throwIfAny();
    return parse(new AditConfig.Source(file, text), env);
  }

  /**
   * Checks, like {@link #load}, a file that has been read.
   *
   * @param env variables that values may refer to
   * @throws ConfigException if anything is wrong with it, naming all that is
   */
  static AditConfig parse(AditConfig.Source source, Map<String, String> env)
      throws ConfigException {
    return parse(source.text(), Optional.of(source), env, new Problems(source.file().toString()));
  }

  /** What a server without a file has. */
  public static AditConfig defaults() {
    try {
      return parse("", Optional.empty(), Map.of(), new Problems("defaults"));
    } catch (ConfigException e) {
      throw new IllegalStateException("the defaults are valid", e);
    }
  }

  private static AditConfig parse(
      String text, Optional<AditConfig.Source> source, Map<String, String> env, Problems problems)
      throws ConfigException {
    Values top = new YamlReader(problems, new Environment(env)).read(text, Schema.TOP);
    new Checks(problems, env).check(top);
    problems.throwIfAny();
    return Model.of(top, source);
  }

  /** A file's text. If it cannot be had, empty, and why is a problem. */
  static String read(Path file, Problems problems) {
    try {
      if (Files.isDirectory(file)) {
        problems.add(1, "", "a directory", "a YAML file");
      } else {
        return text(file, problems);
      }
    } catch (NoSuchFileException e) {
      problems.add(1, "", "there is no such file", "a YAML file");
    } catch (CharacterCodingException e) {
      problems.add(1, "", "bytes that are not UTF-8", "a YAML file in UTF-8");
    } catch (IOException e) {
      problems.add(1, "", "cannot be read: " + e, "a readable file");
    }
    return "";
  }

  /** Does not ask for the size, which a pipe does not know. */
  private static String text(Path file, Problems problems) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        problems.add(1, "", "more than " + MAX_BYTES + " bytes", "at most " + MAX_BYTES);
        return "";
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }
  }
}
