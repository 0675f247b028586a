package io.adit.api.coin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A coin's network, as far as mining for it depends on it.
 *
 * @param name in configuration ({@code coin_type})
 * @param chain what its node calls the network ({@code getblockchaininfo}'s {@code chain})
 * @param algorithm name of its proof of work
 * @param pubKeyHashVersion first byte of a base58 address that pays to a public key's hash
 * @param scriptHashVersions first bytes of base58 addresses that pay to a script's hash
 * @param bech32Prefix human-readable part of its segwit addresses
 * @param templateRules what {@code getblocktemplate} must be told the pool understands
 * @param versionMask header version bits that miners may roll
 */
public record Coin(
    String name,
    String chain,
    String algorithm,
    int pubKeyHashVersion,
    List<Integer> scriptHashVersions,
    String bech32Prefix,
    List<String> templateRules,
    int versionMask) {
  private static final List<Coin> KNOWN = KnownCoins.read();

  public Coin {
    Objects.requireNonNull(name);
    Objects.requireNonNull(chain);
    Objects.requireNonNull(algorithm);
    Objects.requireNonNull(bech32Prefix);
    scriptHashVersions = List.copyOf(scriptHashVersions);
    templateRules = List.copyOf(templateRules);
  }

  /** The coins known without configuration. */
  public static List<Coin> known() {
    return KNOWN;
  }

  /** The known coin of that name. */
  public static Optional<Coin> named(String name) {
    return KNOWN.stream().filter(coin -> coin.name.equals(name)).findFirst();
  }

  /** The names of all known coins, as a sentence has them. */
  public static String names() {
    return KNOWN.stream().map(Coin::name).collect(Collectors.joining(", "));
  }

  /** The coin that a component's configuration describes. */
  public static Coin of(CoinProperties properties) {
    return new Coin(
        properties.coin_name(),
        properties.coin_chain(),
        properties.coin_algorithm(),
        properties.coin_pubKeyHashVersion(),
        Arrays.stream(properties.coin_scriptHashVersions()).boxed().toList(),
        properties.coin_bech32Prefix(),
        List.of(properties.coin_templateRules()),
        properties.coin_versionMask());
  }

  /** This coin as {@link CoinProperties}, to be put into a component's configuration. */
  public Map<String, Object> toProperties() {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("coin.name", name);
    properties.put("coin.chain", chain);
    properties.put("coin.algorithm", algorithm);
    properties.put("coin.pubKeyHashVersion", pubKeyHashVersion);
    properties.put(
        "coin.scriptHashVersions",
        scriptHashVersions.stream().mapToInt(Integer::intValue).toArray());
    properties.put("coin.bech32Prefix", bech32Prefix);
    properties.put("coin.templateRules", templateRules.toArray(String[]::new));
    properties.put("coin.versionMask", versionMask);
    return properties;
  }

  boolean isBase58Version(int version) {
    return version == pubKeyHashVersion || scriptHashVersions.contains(version);
  }

  static List<String> ownersOf(Predicate<Coin> test) {
    List<String> owners = new ArrayList<>();
    KNOWN.stream().filter(test).map(Coin::name).forEach(owners::add);
    return owners;
  }
}
