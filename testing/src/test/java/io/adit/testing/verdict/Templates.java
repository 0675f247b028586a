package io.adit.testing.verdict;

import io.adit.api.Bytes;
import io.adit.api.Hash;
import io.adit.api.node.BlockTemplate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Block templates of all kinds that a node could come up with, and some that none would. */
final class Templates {
  /** No hash of a test is good enough for it. */
  static final int HARD = 0x1d00ffff;

  /** Every second hash is a block. */
  private static final int REGTEST = 0x207fffff;

  private static final int MAX_TRANSACTIONS = 20;
  private static final int OUTPOINT_SIZE = 36;
  private static final int MAX_HEIGHT = 10_000_000;

  private Templates() {}

  static Arbitrary<BlockTemplate> any() {
    return of(Arbitraries.of(HARD, 0x1f00ffff, 0x20012345, REGTEST));
  }

  static Arbitrary<BlockTemplate> hard() {
    return of(Arbitraries.just(HARD));
  }

  private static Arbitrary<BlockTemplate> of(Arbitrary<Integer> nBits) {
    Arbitrary<Long> ages = Arbitraries.longs().between(0, 3600);
    return Combinators.combine(
            Arbitraries.integers().between(1, MAX_HEIGHT),
            Arbitraries.integers(),
            bytes(Hash.SIZE, Hash.SIZE),
            nBits,
            Combinators.combine(ages, ages).as((age, back) -> new long[] {age, back}),
            bytes(0, 8),
            transactions(),
            bytes(Hash.SIZE, Hash.SIZE).optional())
        .as(
            (height, version, previous, bits, ages2, aux, transactions, commitment) -> {
              long time = Instant.now().getEpochSecond() - ages2[0];
              return new BlockTemplate(
                  height,
                  version,
                  Hash.ofWire(previous.toArray()),
                  bits,
                  time,
                  time - ages2[1],
                  5_000_000_000L,
                  aux,
                  transactions,
                  commitment.map(Templates::commitmentScript),
                  Optional.empty());
            });
  }

  /** OP_RETURN and the tag of BIP 141. */
  private static Bytes commitmentScript(Bytes commitment) {
    return Bytes.ofHex("6a24aa21a9ed" + commitment.toHex());
  }

  private static Arbitrary<List<BlockTemplate.Transaction>> transactions() {
    return Combinators.combine(
            bytes(OUTPOINT_SIZE, OUTPOINT_SIZE), bytes(0, 100), bytes(0, 100).optional())
        .as(Templates::transaction)
        .list()
        .ofMaxSize(MAX_TRANSACTIONS);
  }

  /** Of one input and one output that pays nobody, with or without a witness of one item. */
  private static BlockTemplate.Transaction transaction(
      Bytes outpoint, Bytes script, Optional<Bytes> witness) {
    String version = "02000000";
    String size = HexFormat.of().toHexDigits((byte) script.size());
    String body =
        "01" + outpoint.toHex() + size + script.toHex() + "fdffffff" + "01" + "0".repeat(16) + "00";
    String lockTime = "00000000";
    Bytes stripped = Bytes.ofHex(version + body + lockTime);
    Optional<Bytes> whole =
        witness.map(
            item ->
                Bytes.ofHex(
                    version
                        + "0001"
                        + body
                        + "01"
                        + HexFormat.of().toHexDigits((byte) item.size())
                        + item.toHex()
                        + lockTime));
    return new BlockTemplate.Transaction(
        Hash.ofWire(WireBlock.sha256d(stripped.toArray())), whole.orElse(stripped));
  }

  private static Arbitrary<Bytes> bytes(int least, int most) {
    return Arbitraries.bytes()
        .array(byte[].class)
        .ofMinSize(least)
        .ofMaxSize(most)
        .map(Bytes::copyOf);
  }
}
