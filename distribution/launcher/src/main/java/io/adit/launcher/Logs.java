package io.adit.launcher;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import io.adit.config.yaml.LoggingConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Sets up logback for the whole process. */
final class Logs {
  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0} - %msg%n";

  /** Libraries whose say is of little use to an operator. */
  private static final List<String> QUIET =
      List.of("org.apache.felix", "org.eclipse.jetty", "org.flywaydb", "io.netty", "osgi");

  /** Have much to say of each lost connection, of which the store says in a line. */
  private static final List<String> OF_STORES = List.of("com.zaxxer.hikari", "io.lettuce");

  private Logs() {}

  /** From now on, logs as configured. */
  static void configure(LoggingConfig config) throws StartException {
    LoggerContext context = context();
    context.reset();
    OutputStreamAppender<ILoggingEvent> appender =
        config.file().isPresent() ? file(config.file().get()) : new ConsoleAppender<>();
    Encoder<ILoggingEvent> encoder = config.json() ? objects() : lines(context);
    encoder.setContext(context);
    encoder.start();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.start();
    Level level = Level.toLevel(config.level());
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(level);
    root.addAppender(appender);
    Level libraries = librariesAt(level);
    QUIET.forEach(name -> context.getLogger(name).setLevel(libraries));
    Level ofStores = libraries.equals(Level.WARN) ? Level.ERROR : libraries;
    OF_STORES.forEach(name -> context.getLogger(name).setLevel(ofStores));
  }

  /** Whether every line on stdout is a JSON object. */
  static boolean isJsonOnStdout(LoggingConfig config) {
    return config.json() && config.file().isEmpty();
  }

  /** One level quieter than the server itself, but for a trace of everything. */
  private static Level librariesAt(Level level) {
    if (level.equals(Level.DEBUG)) {
      return Level.INFO;
    }
    return level.equals(Level.INFO) ? Level.WARN : level;
  }

  /** Writes out what has been logged. */
  static void flush() {
    context().stop();
  }

  private static LoggerContext context() {
    return (LoggerContext) LoggerFactory.getILoggerFactory();
  }

  private static JsonEncoder objects() {
    JsonEncoder encoder = new JsonEncoder();
    // The text as people read it, instead of its parts.
    encoder.setWithFormattedMessage(true);
    encoder.setWithMessage(false);
    encoder.setWithArguments(false);
    return encoder;
  }

  private static PatternLayoutEncoder lines(LoggerContext context) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    return encoder;
  }

  private static FileAppender<ILoggingEvent> file(Path file) throws StartException {
    Path absolute = file.toAbsolutePath();
    try {
      if (absolute.getParent() != null) {
        Files.createDirectories(absolute.getParent());
      }
      Files.newOutputStream(absolute, StandardOpenOption.CREATE, StandardOpenOption.APPEND).close();
    } catch (IOException e) {
      throw StartException.of("log file " + file + " cannot be written", e);
    }
    FileAppender<ILoggingEvent> appender = new FileAppender<>();
    appender.setFile(absolute.toString());
    return appender;
  }
}
