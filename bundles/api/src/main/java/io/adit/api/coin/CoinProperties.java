package io.adit.api.coin;

/**
 * A coin in a component's configuration: component properties {@code coin.name} and so on, with the
 * meaning they have in {@link Coin}. A component takes them as an argument of its activation,
 * beside its own configuration, and reads them with {@link Coin#of}.
 */
public @interface CoinProperties {
  String coin_name();

  String coin_chain();

  String coin_algorithm();

  int coin_pubKeyHashVersion();

  int[] coin_scriptHashVersions();

  String coin_bech32Prefix();

  String[] coin_templateRules();

  int coin_versionMask();
}
