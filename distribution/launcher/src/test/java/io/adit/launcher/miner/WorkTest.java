package io.adit.launcher.miner;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.Bytes;
import io.adit.api.Hash;
import io.adit.api.Sha256d;
import io.adit.api.pow.Target;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Block 170 of Bitcoin's main chain, with the first payment, as a job would have had it. */
class WorkTest {
  private static final Work BLOCK_170 =
      new Work(
          "job",
          // 000000002a22cfee1f2c846adbd12b3e183d4f97683f85dad08a79780a84bd55, as notify has it
          Bytes.ofHex("0a84bd55d08a7978683f85da183d4f97dbd12b3e1f2c846a2a22cfee00000000"),
          Bytes.ofHex(
              "01000000010000000000000000000000000000000000000000000000000000000000000000ffffffff07"),
          Bytes.ofHex(
              "ffffffff0100f2052a01000000434104d46c4968bde02899d2aa0963367c7a6ce34eec332b32e42e5f34"
                  + "07e052d64ac625da6f0718e7b302140434bd725706957c092db53805b821a85b23a7ac61725bac"
                  + "00000000"),
          List.of(
              Hash.ofDisplayHex("f4184fc596403b9d638783cf57adfe4c75c605f6356fbc91338530e9831e9e16")
                  .wire()),
          1,
          0x1d00ffff,
          1231731025,
          Bytes.ofHex("04ffff00"),
          3,
          Target.MAX);

  @Test
  void theHeaderOfARealBlockIsMadeOfItsJob() {
    byte[] header = BLOCK_170.header(HexFormat.of().parseHex("1d0102"));
    int nonce = 1889418792;
    for (int i = 0; i < 4; i++) {
      header[76 + i] = (byte) (nonce >>> (8 * i));
    }

    Hash hash = new Sha256d().hash(Bytes.copyOf(header));

    assertThat(hash.toDisplayHex())
        .isEqualTo("00000000d1145790a8694403d4063f323d499e655c83426834d4ce2f8dd4a2ee");
    assertThat(BLOCK_170.isBlock(hash.wire().toArray())).isTrue();
  }

  @Test
  void extranoncesCountUpFromTheRight() {
    assertThat(BLOCK_170.extranonce2(0x010203)).containsExactly(1, 2, 3);
    assertThat(BLOCK_170.extranonce2(1)).containsExactly(0, 0, 1);
  }
}
