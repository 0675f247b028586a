package io.adit.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.Bytes;
import io.adit.api.Hash;
import io.adit.api.job.Coinbase;
import io.adit.api.job.CoinbaseSettings;
import io.adit.api.job.Job;
import io.adit.api.node.BlockTemplate;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bitcoinj.base.Coin;
import org.bitcoinj.base.Sha256Hash;
import org.bitcoinj.core.Block;
import org.bitcoinj.core.Transaction;
import org.bitcoinj.core.TransactionInput;
import org.bitcoinj.core.TransactionOutPoint;
import org.bitcoinj.core.TransactionWitness;
import org.bitcoinj.params.RegTestParams;
import org.bitcoinj.script.ScriptBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Blocks of random templates, with bitcoinj as the judge. */
class RandomBlocksTest {
  private static final Bytes PAYOUT = Bytes.ofHex("0014751e76e8199196d454941c45d1b3a323f1433bd6");

  private final TemplateJobManager jobs = new TemplateJobManager();

  /** Each number of transactions from none to twenty, and a seed. */
  static Stream<Arguments> templates() {
    long seed = System.nanoTime();
    return IntStream.rangeClosed(0, 20).mapToObj(count -> Arguments.of(count, seed + count));
  }

  @ParameterizedTest(name = "{0} transactions, seed {1}")
  @MethodSource("templates")
  void bitcoinjFindsTheBlockValid(int count, long seed) {
    Random random = new Random(seed);
    List<Transaction> transactions =
        Stream.generate(() -> transaction(random)).limit(count).toList();
    BlockTemplate template = template(random, transactions);
    int extranonce1Size = 1 + random.nextInt(8);
    int extranonce2Size = 1 + random.nextInt(8);
    byte[] extranonce = bytes(random, extranonce1Size + extranonce2Size);
    Job job = jobs.job(random.nextLong(1L << 48), template, 0);
    Coinbase ours = jobs.coinbase(job, new CoinbaseSettings(PAYOUT, "/adit/", extranonce.length));

    byte[] header = header(job, ours, extranonce, extranonce1Size);
    Bytes bytes = jobs.block(job, ours, header, extranonce);
    ByteBuffer buffer = ByteBuffer.wrap(bytes.toArray());
    Block block = Block.read(buffer);

    assertThat(Bytes.copyOf(bytes.toArray(), buffer.position(), buffer.remaining()).toHex())
        .isEqualTo(template.mweb().map(mweb -> "01" + mweb).orElse(""));
    assertThat(block.getTransactions().stream().skip(1)).isEqualTo(transactions);
    Block.verifyTransactions(
        RegTestParams.get(),
        block,
        template.height(),
        EnumSet.of(Block.VerifyFlag.HEIGHT_IN_COINBASE));
    Transaction coinbase = block.getTransactions().get(0);
    assertThat(coinbase.getOutput(0).getScriptBytes()).isEqualTo(PAYOUT.toArray());
    assertThat(coinbase.hasWitnesses()).isEqualTo(template.witnessCommitment().isPresent());
    if (coinbase.hasWitnesses()) {
      assertThat(coinbase.getInput(0).getWitness().getPushCount()).isEqualTo(1);
      assertThat(
              Sha256Hash.twiceOf(
                  block.getWitnessRoot().serialize(), coinbase.getInput(0).getWitness().getPush(0)))
          .isEqualTo(coinbase.findWitnessCommitment());
    }
  }

  private byte[] header(Job job, Coinbase coinbase, byte[] extranonce, int extranonce1Size) {
    byte[] extranonce2 = new byte[extranonce.length - extranonce1Size];
    System.arraycopy(extranonce, extranonce1Size, extranonce2, 0, extranonce2.length);
    byte[] header = new byte[80];
    ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).putInt(0x20000000);
    jobs.newMerkleRoots()
        .root(
            job,
            coinbase,
            extranonce,
            extranonce1Size,
            extranonce2,
            extranonce2.length,
            header,
            36);
    return header;
  }

  private static BlockTemplate template(Random random, List<Transaction> transactions) {
    boolean segwit =
        random.nextBoolean() || transactions.stream().anyMatch(Transaction::hasWitnesses);
    Optional<Bytes> commitment =
        segwit ? Optional.of(Bytes.copyOf(commitment(transactions))) : Optional.empty();
    Optional<Bytes> mweb =
        random.nextBoolean()
            ? Optional.of(Bytes.copyOf(bytes(random, 1 + random.nextInt(2000))))
            : Optional.empty();
    return Templates.of(
        random.nextInt(1_000_000),
        12_5000_0000L,
        Bytes.EMPTY,
        transactions.stream()
            .map(
                tx ->
                    new BlockTemplate.Transaction(
                        Hash.ofDisplayHex(tx.getTxId().toString()), Bytes.copyOf(tx.serialize())))
            .toList(),
        commitment,
        mweb);
  }

  private static byte[] commitment(List<Transaction> transactions) {
    List<Transaction> all = new ArrayList<>(transactions);
    all.add(0, Transaction.coinbase(new byte[] {1, 1}));
    Block block =
        new Block(1, Sha256Hash.ZERO_HASH, Sha256Hash.ZERO_HASH, Instant.EPOCH, 0, 0, all);
    byte[] reserved = new byte[32];
    Sha256Hash commitment = Sha256Hash.twiceOf(block.getWitnessRoot().serialize(), reserved);
    return ByteBuffer.allocate(38)
        .put(Bytes.ofHex("6a24aa21a9ed").toArray())
        .put(commitment.getBytes())
        .array();
  }

  private static Transaction transaction(Random random) {
    Transaction transaction = new Transaction();
    int inputs = 1 + random.nextInt(3);
    for (int i = 0; i < inputs; i++) {
      TransactionOutPoint spent =
          new TransactionOutPoint(random.nextInt(10), Sha256Hash.wrap(bytes(random, 32)));
      TransactionInput input =
          new TransactionInput(transaction, bytes(random, random.nextInt(120)), spent);
      transaction.addInput(
          random.nextBoolean()
              ? input
              : input.withWitness(
                  TransactionWitness.of(bytes(random, 72), bytes(random, random.nextInt(300)))));
    }
    int outputs = 1 + random.nextInt(3);
    for (int i = 0; i < outputs; i++) {
      transaction.addOutput(
          Coin.valueOf(random.nextInt(100_000_000)),
          ScriptBuilder.createOpReturnScript(bytes(random, 2 + random.nextInt(70))));
    }
    return transaction;
  }

  private static byte[] bytes(Random random, int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }
}
