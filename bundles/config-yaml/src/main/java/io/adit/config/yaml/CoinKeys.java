package io.adit.config.yaml;

import java.util.List;

/** Keys of an entry of {@code coins}. */
final class CoinKeys {
  static final Key<String> NAME =
      Key.required("coins.name", ValueType.name(), "name", "Its name in mining.coin_type.");
  static final Key<String> CHAIN =
      Key.required(
          "coins.chain",
          ValueType.name(),
          "name",
          "What the node calls the network (getblockchaininfo): main, test, regtest.");
  static final Key<String> ALGORITHM =
      Key.required(
          "coins.algorithm",
          ValueType.name(),
          "name",
          "Its proof of work: sha256d, or what an algorithm bundle is called.");
  static final Key<Integer> PUBKEY_HASH_VERSION =
      Key.required(
          "coins.pubkey_hash_version",
          ValueType.integer(0, 255),
          "number",
          "First byte of a base58 address that pays to a public key's hash.");
  static final Key<List<Integer>> SCRIPT_HASH_VERSIONS =
      Key.required(
          "coins.script_hash_versions",
          ValueType.list(
              ValueType.integer(0, 255), 1, "a list of whole numbers from 0 to 255, such as [5]"),
          "numbers",
          "First bytes of base58 addresses that pay to a script's hash.");
  static final Key<String> BECH32_PREFIX =
      Key.required(
          "coins.bech32_prefix",
          ValueType.bech32Prefix(),
          "text",
          "Human-readable part of its segwit addresses.");
  static final Key<List<String>> TEMPLATE_RULES =
      Key.of(
          "coins.template_rules",
          ValueType.list(ValueType.name(), 0, "a list of names, such as [segwit]"),
          "segwit",
          "names",
          "What getblocktemplate is told that the pool understands.");
  static final Key<Integer> VERSION_MASK =
      Key.of(
          "coins.version_mask",
          ValueType.bits(),
          "1fffe000",
          "hexadecimal",
          "Header version bits that miners may roll (BIP 320); 0 for none.");

  static final ListSection COINS =
      new ListSection(
          "coins",
          "coin",
          List.of(
              NAME,
              CHAIN,
              ALGORITHM,
              PUBKEY_HASH_VERSION,
              SCRIPT_HASH_VERSIONS,
              BECH32_PREFIX,
              TEMPLATE_RULES,
              VERSION_MASK),
          true,
          "Coins beside the known ones, for mining.coin_type. Their blocks must have Bitcoin's"
              + " format. The values stand in the coin's chainparams.cpp.",
          """
          - name: mycoin
            chain: main
            algorithm: sha256d
            pubkey_hash_version: 50
            script_hash_versions: [23]
            bech32_prefix: my
            template_rules: [segwit]
            version_mask: 1fffe000
          """);

  private CoinKeys() {}
}
