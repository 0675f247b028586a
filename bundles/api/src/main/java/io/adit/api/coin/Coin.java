package io.adit.api.coin;

import java.util.List;
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
 * @param scriptHashVersion first byte of a base58 address that pays to a script's hash
 * @param bech32Prefix human-readable part of its segwit addresses
 * @param templateRules what {@code getblocktemplate} must be told the pool understands
 * @param versionMask header version bits that miners may roll
 * @see <a
 *     href="https://github.com/bitcoin/bitcoin/blob/master/src/kernel/chainparams.cpp">chainparams.cpp</a>
 */
public record Coin(
    String name,
    String chain,
    String algorithm,
    int pubKeyHashVersion,
    int scriptHashVersion,
    String bech32Prefix,
    List<String> templateRules,
    int versionMask) {
  /** BIP 320. */
  private static final int BIP320 = 0x1fffe000;

  private static final List<Coin> KNOWN =
      List.of(
          bitcoin("bitcoin", "main", 0, 5, "bc"),
          bitcoin("bitcoin-testnet", "test", 111, 196, "tb"),
          bitcoin("bitcoin-testnet4", "testnet4", 111, 196, "tb"),
          bitcoin("bitcoin-signet", "signet", 111, 196, "tb"),
          bitcoin("bitcoin-regtest", "regtest", 111, 196, "bcrt"));

  public Coin {
    templateRules = List.copyOf(templateRules);
  }

  private static Coin bitcoin(
      String name, String chain, int pubKeyHash, int scriptHash, String bech32) {
    return new Coin(
        name, chain, "sha256d", pubKeyHash, scriptHash, bech32, List.of("segwit"), BIP320);
  }

  /** The coins known without configuration. */
  public static List<Coin> known() {
    return KNOWN;
  }

  /** The coin of that name. */
  public static Optional<Coin> named(String name) {
    return KNOWN.stream().filter(coin -> coin.name.equals(name)).findFirst();
  }

  /** The names of all known coins, as a sentence has them. */
  public static String names() {
    return KNOWN.stream().map(Coin::name).collect(Collectors.joining(", "));
  }

  boolean isBase58Version(int version) {
    return version == pubKeyHashVersion || version == scriptHashVersion;
  }

  static List<String> ownersOf(Predicate<Coin> test) {
    return KNOWN.stream().filter(test).map(Coin::name).toList();
  }
}
