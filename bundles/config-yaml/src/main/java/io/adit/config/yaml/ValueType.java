package io.adit.config.yaml;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a key's value may be.
 *
 * @param expected what to write, as an error message says it: {@code a whole number from 0 to 9}
 * @param reader the value of a text; empty if the text is not what was expected
 * @param isList whether it is a list of YAML, whose text is its elements with spaces between them
 */
public record ValueType<T>(String expected, Function<String, Optional<T>> reader, boolean isList) {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,12})(ms|s|m|h)");
  private static final Pattern WHOLE = Pattern.compile("-?(?:0|[1-9]\\d{0,17})");
  private static final Pattern DECIMAL =
      Pattern.compile("-?(?:(?:0|[1-9]\\d*)(?:\\.\\d*)?|\\.\\d+)(?:[eE][-+]?\\d+)?");
  private static final Pattern PERCENT = Pattern.compile("(\\d{1,3})(?:\\.(\\d{1,2}))?");
  private static final Pattern ZMQ_TCP =
      Pattern.compile("tcp://(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]):(\\d{1,5})");
  private static final Pattern ZMQ_IPC = Pattern.compile("ipc://\\S+");
  private static final int ALL = 10_000;

  ValueType(String expected, Function<String, Optional<T>> reader) {
    this(expected, reader, false);
  }

  /** Any text of at most {@code maxBytes} bytes in UTF-8. */
  static ValueType<String> text(int maxBytes) {
    return new ValueType<>(
        "a text of at most " + maxBytes + " bytes",
        text ->
            Optional.of(text).filter(t -> t.getBytes(StandardCharsets.UTF_8).length <= maxBytes));
  }

  static ValueType<String> hostName() {
    return new ValueType<>(
        "a host name or an IP address",
        text -> Optional.of(text).filter(t -> !t.isBlank() && !t.contains(" ")));
  }

  static ValueType<String> name() {
    return new ValueType<>(
        "a name of letters, digits, . _ and -",
        text -> Optional.of(text).filter(t -> t.matches("[A-Za-z0-9._-]+")));
  }

  /** Like {@link #text}, but not empty. */
  static ValueType<String> words(int maxBytes) {
    ValueType<String> text = text(maxBytes);
    return new ValueType<>(
        "a text of 1 to " + maxBytes + " bytes",
        words -> text.reader.apply(words).filter(w -> !w.isBlank()));
  }

  /** The human-readable part of BIP 173, in lower case. */
  static ValueType<String> bech32Prefix() {
    return new ValueType<>(
        "a prefix such as bc: 1 to 83 lower-case letters or digits",
        text -> Optional.of(text).filter(t -> t.matches("[a-z0-9]{1,83}")));
  }

  /** A pattern for the names that miners give themselves; see {@link AgentPattern}. */
  static ValueType<AgentPattern> agentPattern() {
    return new ValueType<>(
        "a text of 1 to "
            + AgentPattern.MAX_LENGTH
            + " characters in which * stands for any others, such as cgminer/*; no regular"
            + " expression",
        AgentPattern::parse);
  }

  /** Bits, as up to eight hexadecimal digits. */
  static ValueType<Integer> bits() {
    return new ValueType<>(
        "bits as 1 to 8 hexadecimal digits, such as 1fffe000",
        text ->
            Optional.of(text)
                .filter(t -> t.matches("[0-9A-Fa-f]{1,8}"))
                .map(t -> Integer.parseUnsignedInt(t, 16)));
  }

  /** A percentage, as hundredths of a percent. */
  static ValueType<Integer> percent() {
    return new ValueType<>(
        "a percentage from 0 to 100 with at most two decimals, such as 1.25",
        text -> readPercent(text).filter(hundredths -> hundredths <= ALL));
  }

  /** A list of at least {@code least} elements, none of which is a text with a space in it. */
  static <E> ValueType<List<E>> list(ValueType<E> element, int least, String expected) {
    return new ValueType<>(
        expected,
        text -> {
          List<Optional<E>> elements =
              Arrays.stream(text.split(" ", -1))
                  .filter(part -> !part.isEmpty())
                  .map(element.reader)
                  .toList();
          return Optional.of(elements.stream().flatMap(Optional::stream).toList())
              .filter(read -> read.size() == elements.size() && read.size() >= least);
        },
        true);
  }

  static ValueType<Integer> integer(int min, int max) {
    return new ValueType<>(
        "a whole number from " + min + " to " + max,
        text ->
            Optional.of(text)
                .filter(t -> WHOLE.matcher(t).matches())
                .map(Long::parseLong)
                .filter(n -> n >= min && n <= max)
                .map(Long::intValue));
  }

  /** Like {@link #integer}, or empty text. */
  static ValueType<Optional<Integer>> optionalInteger(int min, int max) {
    ValueType<Integer> integer = integer(min, max);
    return new ValueType<>(
        integer.expected + ", or nothing",
        text ->
            text.isEmpty()
                ? Optional.of(Optional.empty())
                : integer.reader.apply(text).flatMap(n -> Optional.of(Optional.of(n))));
  }

  static ValueType<Double> decimal(double min, double max) {
    return new ValueType<>(
        "a number from " + plain(min) + " to " + plain(max),
        text -> number(text).filter(n -> n >= min && n <= max));
  }

  /** A number, or {@code auto}, which is read as 0. */
  static ValueType<Double> decimalOrAuto(double min, double max) {
    ValueType<Double> number = decimal(min, max);
    return new ValueType<>(
        "auto, or " + number.expected,
        text -> text.equals("auto") ? Optional.of(0.0) : number.reader.apply(text));
  }

  static ValueType<Duration> duration(Duration min, Duration max) {
    return new ValueType<>(
        "a duration from " + write(min) + " to " + write(max) + ", such as 500ms, 10s, 2m or 1h",
        text -> readDuration(text).filter(d -> d.compareTo(min) >= 0 && d.compareTo(max) <= 0));
  }

  static ValueType<Boolean> bool() {
    return new ValueType<>(
        "true or false",
        text ->
            switch (text) {
              case "true" -> Optional.of(true);
              case "false" -> Optional.of(false);
              default -> Optional.empty();
            });
  }

  static ValueType<String> choice(String... words) {
    List<String> known = List.of(words);
    return new ValueType<>(
        String.join(" or ", known), text -> Optional.of(text).filter(known::contains));
  }

  /** A path; a leading {@code ~/} is the home directory. Empty text is an absent path. */
  static ValueType<Optional<Path>> path() {
    return new ValueType<>("a path", ValueType::readPath);
  }

  /** An {@code http:} or {@code https:} address, or empty text. */
  static ValueType<String> httpUrl() {
    return new ValueType<>(
        "an address such as http://127.0.0.1:8332",
        text -> Optional.of(text).filter(t -> t.isEmpty() || isHttp(t)));
  }

  /** A ZMQ address to connect to, or empty text. */
  static ValueType<String> zmqEndpoint() {
    return new ValueType<>(
        "an address such as tcp://127.0.0.1:28332 or ipc:///run/node/hashblock",
        text -> Optional.of(text).filter(t -> t.isEmpty() || isZmq(t)));
  }

  private static Optional<Double> number(String text) {
    return Optional.of(text)
        .filter(t -> DECIMAL.matcher(t).matches())
        .map(Double::parseDouble)
        .filter(Double::isFinite);
  }

  private static Optional<Integer> readPercent(String text) {
    Matcher matcher = PERCENT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String decimals = matcher.group(2) == null ? "" : matcher.group(2);
    return Optional.of(Integer.parseInt(matcher.group(1) + (decimals + "00").substring(0, 2)));
  }

  private static Optional<Duration> readDuration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(matcher.group(1));
    return Optional.of(
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(number);
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          default -> Duration.ofHours(number);
        });
  }

  private static Optional<Optional<Path>> readPath(String text) {
    if (text.isEmpty()) {
      return Optional.of(Optional.empty());
    }
    try {
      return Optional.of(
          Optional.of(
              text.startsWith("~/")
                  ? Path.of(System.getProperty("user.home"), text.substring(2))
                  : Path.of(text)));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static boolean isHttp(String text) {
    try {
      URI uri = new URI(text);
      return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static boolean isZmq(String text) {
    Matcher tcp = ZMQ_TCP.matcher(text);
    return tcp.matches()
        ? integer(1, 65_535).reader.apply(tcp.group(1)).isPresent()
        : ZMQ_IPC.matcher(text).matches();
  }

  private static String plain(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e6
        ? Long.toString((long) number)
        : Double.toString(number);
  }

  private static String write(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 3_600_000 == 0 && millis > 0) {
      return millis / 3_600_000 + "h";
    }
    return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
  }
}
