package io.adit.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.Bytes;
import io.adit.api.job.Coinbase;
import io.adit.api.job.CoinbaseSettings;
import io.adit.api.job.CoinbaseSettings.Fee;
import io.adit.api.job.Job;
import io.adit.api.node.BlockTemplate;
import io.adit.jobs.LitecoinBlock.Output;
import io.adit.jobs.LitecoinBlock.Transaction;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.bitcoinj.base.Sha256Hash;
import org.bitcoinj.core.Block;
import org.bitcoinj.script.Script;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The block for a recorded template with Litecoin's extension (MWEB), part by part. */
class LitecoinBlockTest {
  private static final Bytes PAYOUT = Bytes.ofHex("0014751e76e8199196d454941c45d1b3a323f1433bd6");
  private static final Bytes FEE = Bytes.ofHex("a914" + "77".repeat(20) + "87");
  private static final CoinbaseSettings SETTINGS =
      new CoinbaseSettings(PAYOUT, Optional.of(new Fee(FEE, 100)), "/adit/", 12, 500);
  private static final byte[] EXTRANONCE = Coinbases.extranonce(12);
  private static final int EXTRANONCE1_SIZE = 4;
  private static final int MERKLE_ROOT_AT = 36;

  private final TemplateJobManager jobs = new TemplateJobManager();
  private RecordedTemplate recorded;
  private LitecoinBlock block;

  @BeforeEach
  void assemble() throws IOException {
    recorded = RecordedTemplate.load();
    block = LitecoinBlock.read(assemble(recorded.template()));
  }

  private Bytes assemble(BlockTemplate template) {
    Job job = jobs.job(1, template, 0);
    Coinbase coinbase = jobs.coinbase(job, SETTINGS);
    return jobs.block(job, coinbase, header(job, coinbase), EXTRANONCE);
  }

  private byte[] header(Job job, Coinbase coinbase) {
    byte[] header = new byte[80];
    ByteBuffer.wrap(header)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(job.template().version())
        .put(job.template().previous().wire().toArray())
        .putInt(68, (int) job.template().time())
        .putInt(72, job.template().bits());
    byte[] extranonce2 = new byte[EXTRANONCE.length - EXTRANONCE1_SIZE];
    System.arraycopy(EXTRANONCE, EXTRANONCE1_SIZE, extranonce2, 0, extranonce2.length);
    jobs.newMerkleRoots()
        .root(
            job,
            coinbase,
            EXTRANONCE,
            EXTRANONCE1_SIZE,
            extranonce2,
            extranonce2.length,
            header,
            MERKLE_ROOT_AT);
    return header;
  }

  @Test
  void theHeaderComesFirstWithTheRootOfTheBlocksTransactions() {
    assertThat(block.header().toHex())
        .isEqualTo(
            "00000020"
                + Bytes.copyOf(Sha256Hash.wrap(recorded.text("previousblockhash")).serialize())
                + Bytes.copyOf(block.merkleRoot())
                + "%08x".formatted(Integer.reverseBytes(1795426570))
                + "ffff7f20"
                + "00000000");
  }

  @Test
  void theTransactionsAreTheNodesInItsOrderAfterTheCoinbase() {
    List<Transaction> others = block.transactions().subList(1, block.transactions().size());

    assertThat(others)
        .extracting(transaction -> transaction.data().toHex())
        .isEqualTo(recorded.ofTransactions("data"));
    assertThat(others)
        .extracting(transaction -> transaction.id().toString())
        .isEqualTo(recorded.ofTransactions("txid"));
    assertThat(others)
        .extracting(transaction -> transaction.witnessId().toString())
        .isEqualTo(recorded.ofTransactions("hash"));
  }

  @Test
  void theTransactionOfTheExtensionIsTheLast() {
    assertThat(block.transactions())
        .extracting(Transaction::isHogEx)
        .containsExactly(false, false, false, false, true);
  }

  @Test
  void theExtensionFollowsAByte01AndEndsTheBlock() {
    assertThat(block.afterTransactions().toHex()).isEqualTo("01" + recorded.text("mweb"));
  }

  @Test
  void theCoinbaseCommitsToTheWitnessesOfTheBlock() {
    Transaction coinbase = block.transactions().get(0);
    byte[] reserved = new byte[32];
    Bytes commitment = Bytes.copyOf(Sha256Hash.hashTwice(block.witnessRoot(), reserved));

    assertThat(coinbase.outputs().get(2))
        .isEqualTo(new Output(0, Bytes.ofHex("6a24aa21a9ed" + commitment)));
    assertThat(recorded.text("default_witness_commitment")).isEqualTo("6a24aa21a9ed" + commitment);
  }

  @Test
  void theCoinbasePaysTheWholeValue() {
    // 1250042300 in the template, and 1 % of it.
    assertThat(block.transactions().get(0).outputs())
        .startsWith(new Output(1_237_541_877, PAYOUT), new Output(12_500_423, FEE))
        .hasSize(3);
  }

  @Test
  void theCoinbaseIsOneForBitcoinjToo() {
    org.bitcoinj.core.Transaction coinbase =
        org.bitcoinj.core.Transaction.read(
            ByteBuffer.wrap(block.transactions().get(0).data().toArray()));

    assertThat(coinbase.isCoinBase()).isTrue();
    assertThat(coinbase.getTxId()).isEqualTo(block.transactions().get(0).id());
    assertThat(coinbase.lockTime().rawValue()).isZero();
    assertThat(coinbase.getInput(0).getWitness().getPushCount()).isEqualTo(1);
    assertThat(coinbase.getInput(0).getWitness().getPush(0)).isEqualTo(new byte[32]);
    // 434 is 0x01b2.
    assertThat(Script.parse(coinbase.getInput(0).getScriptBytes()).chunks())
        .extracting(chunk -> chunk.data)
        .containsExactly(
            new byte[] {(byte) 0xb2, 1},
            new byte[] {1, 0, 0, 0, 0, 0, 0, 0},
            EXTRANONCE,
            "/adit/".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theNetworkTargetIsTheOneTheNodeWrites() {
    assertThat(jobs.job(1, recorded.template(), 0).networkTarget().toBigInteger())
        .isEqualTo(new BigInteger(recorded.text("target"), 16));
  }

  @Test
  void aBlockFromBeforeTheExtensionEndsWithItsTransactions() {
    BlockTemplate template = recorded.templateBeforeMweb(Templates.EMPTY_COMMITMENT);

    ByteBuffer bytes = ByteBuffer.wrap(assemble(template).toArray());

    assertThat(Block.read(bytes).getTransactions())
        .extracting(transaction -> transaction.getTxId().toString())
        .endsWith(recorded.ofTransactions("txid").subList(0, 3).toArray(String[]::new))
        .hasSize(4);
    assertThat(bytes.remaining()).isZero();
  }
}
