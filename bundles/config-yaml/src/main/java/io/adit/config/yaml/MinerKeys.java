package io.adit.config.yaml;

import java.util.List;

/** Keys of an entry of a file of miner profiles. */
final class MinerKeys {
  static final Key<String> NAME =
      Key.required("miners.name", ValueType.words(64), "text", "What people call it.");
  static final Key<AgentPattern> AGENT =
      Key.required(
          "miners.agent",
          ValueType.agentPattern(),
          "pattern",
          "What it calls itself in mining.subscribe; * stands for any characters or none.");
  static final Key<Integer> MAX_COINBASE_SIZE =
      Key.of(
          "miners.max_coinbase_size",
          ValueType.integer(200, 1_000_000),
          "6500",
          "bytes",
          "The largest coinbase transaction, without its witness, that it can work on.");
  static final Key<String> VERSION_MASK =
      Key.of(
          "miners.version_mask",
          ValueType.choice("configure", "after_authorize"),
          "configure",
          "configure | after_authorize",
          "When it is told which version bits it may roll.");
  static final Key<Double> MIN_DIFFICULTY =
      Key.of(
          "miners.min_difficulty",
          ValueType.decimal(0, 1e15),
          "0",
          "difficulty",
          "It is never given less.");
  static final Key<Boolean> FRACTIONAL_DIFFICULTY =
      Key.of(
          "miners.fractional_difficulty",
          ValueType.bool(),
          "true",
          "true | false",
          "Whether it works at difficulties that are not whole numbers.");
  static final Key<Boolean> EXTRANONCE_CHANGE =
      Key.of(
          "miners.extranonce_change",
          ValueType.bool(),
          "false",
          "true | false",
          "Whether it takes mining.set_extranonce without having asked for it.");

  static final ListSection MINERS =
      new ListSection(
          "miners",
          "miner",
          List.of(
              NAME,
              AGENT,
              MAX_COINBASE_SIZE,
              VERSION_MASK,
              MIN_DIFFICULTY,
              FRACTIONAL_DIFFICULTY,
              EXTRANONCE_CHANGE),
          true,
          "The first whose agent fits decides; your own come before the built-in ones.",
          "");

  private MinerKeys() {}
}
