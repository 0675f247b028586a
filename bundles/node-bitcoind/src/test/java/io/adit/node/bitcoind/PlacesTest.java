package io.adit.node.bitcoind;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.Hash;
import io.adit.api.node.BlockPlace;
import io.adit.api.node.BlockPlace.Kind;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlacesTest {
  private static final String HASH =
      "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f";

  private FakeNode fake;
  private RpcClient rpc;

  @BeforeEach
  void start() throws IOException {
    fake = new FakeNode();
    rpc = new RpcClient(URI.create(fake.url()), Credentials.of("user", "secret"));
  }

  @AfterEach
  void end() {
    rpc.close();
    fake.close();
  }

  private BlockPlace place() {
    return new Places(rpc).of(Hash.ofDisplayHex(HASH));
  }

  @Test
  void aBlockOfTheChainHasItsConfirmations() {
    fake.answer("getblockheader", "{\"height\": 7, \"confirmations\": 12}");
    fake.answer("getblockhash", "\"" + HASH + "\"");

    assertThat(place()).isEqualTo(BlockPlace.inChain(12));
    assertThat(fake.calls())
        .containsExactly("getblockheader [\"" + HASH + "\"]", "getblockhash [7]");
  }

  @Test
  void whereAnotherBlockHasItsHeightItIsOffTheChain() {
    fake.answer("getblockheader", "{\"height\": 7, \"confirmations\": -1}");
    fake.answer("getblockhash", "\"" + "0".repeat(63) + "1" + "\"");

    assertThat(place().kind()).isEqualTo(Kind.OFF_CHAIN);
  }

  @Test
  void aboveAChainThatHasBecomeShorterItIsOffTheChain() {
    fake.answer("getblockheader", "{\"height\": 7, \"confirmations\": -1}");
    fake.error("getblockhash", -8, "Block height out of range");

    assertThat(place().kind()).isEqualTo(Kind.OFF_CHAIN);
  }

  @Test
  void anErrorOfTheNodesOwnSaysNothingOfIt() {
    fake.error("getblockheader", -28, "Loading block index...");

    assertThat(place()).isEqualTo(BlockPlace.of(Kind.UNREACHABLE, "Loading block index..."));
  }

  @Test
  void aNodeThatHasNeverSeenItSaysSo() {
    fake.error("getblockheader", -5, "Block not found");

    assertThat(place().kind()).isEqualTo(Kind.UNKNOWN);
  }

  @Test
  void aNodeThatIsNotThereSaysNothingOfIt() {
    fake.close();

    assertThat(place().kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(place().detail()).isNotEmpty();
  }
}
