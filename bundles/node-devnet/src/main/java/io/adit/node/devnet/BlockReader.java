package io.adit.node.devnet;

import io.adit.api.Bytes;
import io.adit.api.Hash;
import io.adit.api.Sha256d;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads blocks in their network form.
 *
 * @see <a href="https://github.com/bitcoin/bips/blob/master/bip-0144.mediawiki">BIP 144</a>
 */
final class BlockReader {
  private static final int LEAST_TRANSACTION = 10;
  private static final int LEAST_INPUT = 41;
  private static final int LEAST_OUTPUT = 9;

  private final Sha256d sha256d = new Sha256d();

  Block read(Bytes block) throws MalformedBlockException {
    ByteReader reader = new ByteReader(block.toArray());
    int version = reader.i32();
    Hash previous = reader.hash();
    Hash merkleRoot = reader.hash();
    long time = reader.u32();
    int bits = reader.i32();
    reader.i32(); // nonce
    Bytes header = Bytes.copyOf(reader.since(0));

    int count = reader.count(LEAST_TRANSACTION);
    List<Transaction> transactions = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      transactions.add(transaction(reader));
    }
    if (reader.remaining() > 0) {
      throw new MalformedBlockException(reader.remaining() + " bytes after the last transaction");
    }
    return new Block(
        header,
        sha256d.hash(header),
        version,
        previous,
        merkleRoot,
        time,
        bits,
        transactions,
        block.size());
  }

  private Transaction transaction(ByteReader reader) throws MalformedBlockException {
    int start = reader.position();
    reader.i32(); // version
    byte[] version = reader.since(start);
    int body = reader.position();
    int inputCount = reader.count(LEAST_INPUT);
    // No input stands for the marker of BIP 144: a transaction of a block has one at least.
    boolean witnessed = inputCount == 0;
    if (witnessed) {
      int flag = reader.u8();
      if (flag != 1) {
        throw new MalformedBlockException("transaction flag: " + flag + " (expected: 1)");
      }
      body = reader.position();
      inputCount = reader.count(LEAST_INPUT);
    }
    List<Transaction.Input> inputs = inputs(reader, inputCount);
    List<Transaction.Output> outputs = outputs(reader);
    byte[] bodyBytes = reader.since(body);
    if (witnessed) {
      for (int i = 0; i < inputs.size(); i++) {
        inputs.set(i, inputs.get(i).with(witness(reader)));
      }
      if (inputs.stream().allMatch(input -> input.witness().isEmpty())) {
        throw new MalformedBlockException("witnesses announced, but all empty");
      }
    }
    int end = reader.position();
    long lockTime = reader.u32();
    Hash witnessId = sha256d.hash(Bytes.copyOf(reader.since(start)));
    Hash id = witnessed ? sha256d.hash(join(version, bodyBytes, reader.since(end))) : witnessId;
    return new Transaction(id, witnessId, inputs, outputs, lockTime);
  }

  private static List<Transaction.Input> inputs(ByteReader reader, int count)
      throws MalformedBlockException {
    List<Transaction.Input> inputs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      inputs.add(
          new Transaction.Input(
              reader.hash(), reader.u32(), reader.sizedBytes(), reader.u32(), List.of()));
    }
    return inputs;
  }

  private static List<Transaction.Output> outputs(ByteReader reader)
      throws MalformedBlockException {
    int count = reader.count(LEAST_OUTPUT);
    List<Transaction.Output> outputs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      outputs.add(new Transaction.Output(reader.i64(), reader.sizedBytes()));
    }
    return outputs;
  }

  private static List<Bytes> witness(ByteReader reader) throws MalformedBlockException {
    int count = reader.count(1);
    List<Bytes> items = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      items.add(reader.sizedBytes());
    }
    return items;
  }

  private static Bytes join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return Bytes.copyOf(joined.toByteArray());
  }
}
