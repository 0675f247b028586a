package io.adit.jobs;

import io.adit.api.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bitcoinj.base.Sha256Hash;

/**
 * A block of Litecoin taken apart, by nothing that the bundle has itself: bitcoinj does not know
 * transactions that belong to the extension block.
 *
 * @param header its first 80 bytes
 * @param afterTransactions what is left when the counted transactions are read
 * @see <a href="https://github.com/litecoin-project/lips/blob/master/lip-0002.mediawiki">LIP 2</a>
 */
record LitecoinBlock(Bytes header, List<Transaction> transactions, Bytes afterTransactions) {
  private static final int HAS_WITNESS = 1;
  private static final int HAS_MWEB = 8;

  /**
   * A transaction.
   *
   * @param data as it is in the block
   * @param flags what follows the marker of BIP 144; 0 without one
   * @param id hash of it without marker, flag, witness and the extension's byte
   * @param witnessId hash of it without the extension's byte and flag
   */
  record Transaction(
      Bytes data, int flags, Sha256Hash id, Sha256Hash witnessId, List<Output> outputs) {
    /** Integrated into the main chain by the extension block's miner: "HogEx". */
    boolean isHogEx() {
      return (flags & HAS_MWEB) != 0;
    }
  }

  record Output(long litoshis, Bytes script) {}

  static LitecoinBlock read(Bytes block) {
    ByteBuffer in = ByteBuffer.wrap(block.toArray()).order(ByteOrder.LITTLE_ENDIAN);
    Bytes header = take(in, 80);
    int count = count(in);
    List<Transaction> transactions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      transactions.add(transaction(in));
    }
    return new LitecoinBlock(header, transactions, take(in, in.remaining()));
  }

  private static Transaction transaction(ByteBuffer in) {
    int start = in.position();
    Bytes version = take(in, 4);
    int flags = 0;
    if (in.get(in.position()) == 0) {
      in.get();
      flags = in.get();
    }
    int body = in.position();
    int inputs = count(in);
    for (int i = 0; i < inputs; i++) {
      take(in, 36);
      take(in, count(in));
      take(in, 4);
    }
    List<Output> outputs = new ArrayList<>();
    int outputCount = count(in);
    for (int i = 0; i < outputCount; i++) {
      outputs.add(new Output(in.getLong(), take(in, count(in))));
    }
    Bytes inputsAndOutputs = between(in, body);
    int witnesses = in.position();
    for (int i = 0; (flags & HAS_WITNESS) != 0 && i < inputs; i++) {
      int items = count(in);
      for (int item = 0; item < items; item++) {
        take(in, count(in));
      }
    }
    Bytes witness = between(in, witnesses);
    if ((flags & HAS_MWEB) != 0 && in.get() != 0) {
      throw new AssertionError("a transaction in a block holds no part of the extension");
    }
    Bytes lockTime = take(in, 4);
    Sha256Hash id = hash(version, inputsAndOutputs, lockTime);
    Sha256Hash witnessId =
        witness.isEmpty()
            ? id
            : hash(version, Bytes.ofHex("0001"), inputsAndOutputs, witness, lockTime);
    return new Transaction(between(in, start), flags, id, witnessId, outputs);
  }

  private static int count(ByteBuffer in) {
    int first = in.get() & 0xff;
    return switch (first) {
      case 0xfd -> in.getShort() & 0xffff;
      case 0xfe -> in.getInt();
      default -> first;
    };
  }

  private static Bytes take(ByteBuffer in, int size) {
    byte[] bytes = new byte[size];
    in.get(bytes);
    return Bytes.copyOf(bytes);
  }

  private static Bytes between(ByteBuffer in, int start) {
    byte[] bytes = new byte[in.position() - start];
    in.get(start, bytes);
    return Bytes.copyOf(bytes);
  }

  private static Sha256Hash hash(Bytes... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Arrays.stream(parts).map(Bytes::toArray).forEach(all::writeBytes);
    return Sha256Hash.wrapReversed(Sha256Hash.hashTwice(all.toByteArray()));
  }

  /** In wire order, as the header has it. */
  byte[] merkleRoot() {
    return merkleRoot(transactions.stream().map(Transaction::id).toList());
  }

  /** The root that BIP 141 commits to: the coinbase's leaf is zero. */
  byte[] witnessRoot() {
    List<Sha256Hash> leaves =
        new ArrayList<>(transactions.stream().map(Transaction::witnessId).toList());
    leaves.set(0, Sha256Hash.ZERO_HASH);
    return merkleRoot(leaves);
  }

  private static byte[] merkleRoot(List<Sha256Hash> leaves) {
    List<byte[]> level = new ArrayList<>(leaves.stream().map(Sha256Hash::serialize).toList());
    while (level.size() > 1) {
      List<byte[]> above = new ArrayList<>();
      for (int i = 0; i < level.size(); i += 2) {
        byte[] right = level.get(Math.min(i + 1, level.size() - 1));
        above.add(Sha256Hash.hashTwice(level.get(i), right));
      }
      level = above;
    }
    return level.get(0);
  }
}
