package io.adit.node.devnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.api.Bytes;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockReaderTest {
  /** The header of block 170 of Bitcoin's main network. */
  private static final String HEADER =
      "0100000055bd840a78798ad0da853f68974f3d183e2bd1db6a842c1feecf222a00000000"
          + "ff104ccb05421ab93e63f8c3ce5c2c2e9dbb37de2764b3a3175c8166562cac7d"
          + "51b96a49ffff001d283e9e70";

  private static final String COINBASE =
      "01000000010000000000000000000000000000000000000000000000000000000000000000ffffffff"
          + "0704ffff001d0102ffffffff0100f2052a01000000434104d46c4968bde02899d2aa0963367c7a6c"
          + "e34eec332b32e42e5f3407e052d64ac625da6f0718e7b302140434bd725706957c092db53805b821"
          + "a85b23a7ac61725bac00000000";

  private static final String PAYMENT =
      "0100000001c997a5e56e104102fa209c6a852dd90660a20b2d9c352423edce25857fcd370400000000"
          + "4847304402204e45e16932b8af514961a1d3a1a25fdf3f4f7732e9d624c6c61548ab5fb8cd410220"
          + "181522ec8eca07de4860a4acdd12909d831cc56cbbac4622082221a8768d1d0901ffffffff0200ca"
          + "9a3b00000000434104ae1a62fe09c5f51b13905f07f06b99a2f7159b2225f374cd378d71302fa284"
          + "14e7aab37397f554a7df5f142c21c1b7303b8a0626f1baded5c72a704f7e6cd84cac00286bee0000"
          + "000043410411db93e1dcdb8a016b49840f8c53bc1eb68a382e97b1482ecad7b148a6909a5cb2e0ea"
          + "ddfb84ccf9744464f82e160bfa9b8b64f9d4c03f999b8643f656b412a3ac00000000";

  /** The signed transaction of BIP 143's example "Native P2WPKH". */
  private static final String SEGWIT =
      "01000000000102fff7f7881a8099afa6940d42d1e7f6362bec38171ea3edf433541db4e4ad969f0000"
          + "0000494830450221008b9d1dc26ba6a9cb62127b02742fa9d754cd3bebf337f7a55d114c8e5cdd30"
          + "be022040529b194ba3f9281a99f2b1c0a19c0489bc22ede944ccf4ecbab4cc618ef3ed01eeffffff"
          + "ef51e1b804cc89d182d279655c3aa89e815b1b309fe287d9b2b55d57b90ec68a0100000000ffffff"
          + "ff02202cb206000000001976a9148280b37df378db99f66f85c95a783a76ac7a6d5988ac9093510d"
          + "000000001976a9143bde42dbee7e4dbe6a21b2d50ce2f0167faa815988ac000247304402203609e1"
          + "7b84f6a7d30c80bfa610b5b4542f32a8a0d5447a12fb1366d7f01cc44a0220573a954c4518331561"
          + "406f90300e8f3358f51928d43c212a8caed02de67eebee0121025476c2e83188368da1ff3e292e7a"
          + "cafcdb3566bb0ad253f62fc70f07aeee635711000000";

  private final BlockReader reader = new BlockReader();

  @Test
  void block170IsRead() throws MalformedBlockException {
    Block block = read(HEADER + "02" + COINBASE + PAYMENT);

    assertThat(block.hash().toDisplayHex())
        .isEqualTo("00000000d1145790a8694403d4063f323d499e655c83426834d4ce2f8dd4a2ee");
    assertThat(block.previous().toDisplayHex())
        .isEqualTo("000000002a22cfee1f2c846adbd12b3e183d4f97683f85dad08a79780a84bd55");
    assertThat(block.version()).isEqualTo(1);
    assertThat(block.time()).isEqualTo(1231731025);
    assertThat(block.bits()).isEqualTo(0x1d00ffff);
    assertThat(block.size()).isEqualTo(490);
    assertThat(block.transactions())
        .extracting(transaction -> transaction.id().toDisplayHex())
        .containsExactly(
            "b1fea52486ce0c62bb442b530a3f0132b826c74e473d1f2c220bfa78111c5082",
            "f4184fc596403b9d638783cf57adfe4c75c605f6356fbc91338530e9831e9e16");
    assertThat(block.transactions().get(0).isCoinbase()).isTrue();
    assertThat(block.transactions().get(1).isCoinbase()).isFalse();
    assertThat(block.transactions().get(1).outputs())
        .extracting(Transaction.Output::satoshis)
        .containsExactly(10_0000_0000L, 40_0000_0000L);
  }

  @Test
  void aWitnessCountsForTheWitnessIdOnly() throws MalformedBlockException {
    Transaction transaction = read(HEADER + "01" + SEGWIT).transactions().get(0);

    org.bitcoinj.core.Transaction oracle =
        org.bitcoinj.core.Transaction.read(ByteBuffer.wrap(Bytes.ofHex(SEGWIT).toArray()));
    assertThat(transaction.id().toDisplayHex()).isEqualTo(oracle.getTxId().toString());
    assertThat(transaction.witnessId().toDisplayHex()).isEqualTo(oracle.getWTxId().toString());
    assertThat(transaction.lockTime()).isEqualTo(17);
    assertThat(transaction.inputs())
        .extracting(input -> input.witness().size())
        .containsExactly(0, 2);
    assertThat(transaction.hasWitness()).isTrue();
  }

  @Test
  void aBlockThatEndsEarlyIsNone() {
    String whole = HEADER + "02" + COINBASE + SEGWIT;
    for (int length = 0; length < whole.length(); length += 2) {
      String torn = whole.substring(0, length);
      assertThatThrownBy(() -> read(torn))
          .describedAs("the first %s bytes", length / 2)
          .isInstanceOf(MalformedBlockException.class);
    }
  }

  @Test
  void aBlockWithBytesBehindItIsNone() {
    assertThatThrownBy(() -> read(HEADER + "01" + COINBASE + "00"))
        .isInstanceOf(MalformedBlockException.class)
        .hasMessage("1 bytes after the last transaction");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fd0100", "fdfc00", "fe01000000", "feffff0000", "ff0100000000000000"})
  void aCountInMoreBytesThanItNeedsIsRefused(String one) {
    assertThatThrownBy(() -> read(HEADER + one + COINBASE))
        .isInstanceOf(MalformedBlockException.class)
        .hasMessageStartingWith("count: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"fdffff", "feffffff7f", "feffffffff", "ffffffffffffffff7f", "ffffffffffffffffff"})
  void aCountThatCannotBeTrueTakesNoMemory(String many) {
    assertThatThrownBy(() -> read(HEADER + many + COINBASE))
        .isInstanceOf(MalformedBlockException.class)
        .hasMessageContaining("bytes left");
  }

  @Test
  void anUnknownFlagIsRefused() {
    assertThatThrownBy(
            () -> read(HEADER + "01" + SEGWIT.replaceFirst("^010000000001", "010000000002")))
        .isInstanceOf(MalformedBlockException.class)
        .hasMessage("transaction flag: 2 (expected: 1)");
  }

  @Test
  void witnessesThatAreAllEmptyAreRefused() {
    String announced = COINBASE.replaceFirst("^01000000", "010000000001");
    String withEmptyWitness = announced.substring(0, announced.length() - 8) + "00" + "00000000";

    assertThatThrownBy(() -> read(HEADER + "01" + withEmptyWitness))
        .isInstanceOf(MalformedBlockException.class)
        .hasMessage("witnesses announced, but all empty");
  }

  private Block read(String hex) throws MalformedBlockException {
    return reader.read(Bytes.ofHex(hex));
  }
}
