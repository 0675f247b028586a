package io.adit.api.coin;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;

/** Reads the coins that come with the server: {@code coins.properties}, which explains itself. */
final class KnownCoins {
  private static final String FILE = "coins.properties";
  private static final String CHAIN = ".chain";

  private KnownCoins() {}

  static List<Coin> read() {
    Properties properties = new Properties();
    try (InputStream in = KnownCoins.class.getResourceAsStream(FILE)) {
      properties.load(in);
    } catch (IOException e) {
      throw new IllegalStateException(FILE + " is part of this bundle", e);
    }
    return properties.stringPropertyNames().stream()
        .filter(key -> key.endsWith(CHAIN))
        .map(key -> key.substring(0, key.length() - CHAIN.length()))
        .sorted()
        .map(name -> coin(name, properties))
        .toList();
  }

  private static Coin coin(String name, Properties from) {
    return new Coin(
        name,
        value(from, name, "chain"),
        value(from, name, "algorithm"),
        Integer.parseInt(value(from, name, "pubkey_hash_version")),
        Arrays.stream(value(from, name, "script_hash_versions").split(" "))
            .map(Integer::valueOf)
            .toList(),
        value(from, name, "bech32_prefix"),
        List.of(value(from, name, "template_rules").split(" ")),
        Integer.parseUnsignedInt(value(from, name, "version_mask"), 16));
  }

  private static String value(Properties properties, String name, String key) {
    String value = properties.getProperty(name + "." + key);
    if (value == null) {
      throw new IllegalStateException(FILE + " lacks " + name + "." + key);
    }
    return value;
  }
}
