package io.adit.api.coin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Base58 addresses, some from Bitcoin Core's key_io_valid.json, and those of other networks. */
class AddressTest {
  private static final Coin BITCOIN = Coin.named("bitcoin").orElseThrow();

  @ParameterizedTest
  @CsvSource({
    // Of Bitcoin's first block.
    "bitcoin, 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa,"
        + " 76a91462e907b15cbf27d5425399ebf6f0fb50ebb88f1888ac",
    "bitcoin, 1AGNa15ZQXAZUgFiqJ2i7Z2DPU2J6hW62i,"
        + " 76a91465a16059864a2fdbc7c99a4723a8395bc6f188eb88ac",
    "bitcoin, 3CMNFxN1oHBc4R1EpboAL5yzHGgE611Xou,"
        + " a91474f209f6ea907e2ea48f74fae05782ae8a66525787",
    "bitcoin-testnet, mo9ncXisMeAoXwqcV5EWuyncbmCcQN4rVs,"
        + " 76a91453c0307d6851aa0ce7825ba883c6bd9ad242b48688ac",
    "bitcoin-regtest, 2N2JD6wb56AfK4tfmM6PwdVmoYk2dCKf4Br,"
        + " a9146349a418fc4578d10a372b54b45c280cc8c4382f87",
    // Zeros are digits of their own.
    "bitcoin, 1111111111111111111114oLvT2," + " 76a914000000000000000000000000000000000000000088ac",
  })
  void aHashIsPaid(String coin, String text, String script) {
    assertThat(Address.parse(text, Coin.named(coin).orElseThrow()).script().toHex())
        .isEqualTo(script);
  }

  @ParameterizedTest
  @CsvSource({
    "bitcoin, mo9ncXisMeAoXwqcV5EWuyncbmCcQN4rVs, bitcoin-testnet",
    "bitcoin, tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q0sl5k7, bitcoin-signet",
    "bitcoin-testnet, 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa, bitcoin",
    "bitcoin-regtest, 3CMNFxN1oHBc4R1EpboAL5yzHGgE611Xou, bitcoin",
    "bitcoin, LUEweDxDA4WhvWiNXXSxjM9CYzHPJv4QQF, litecoin",
    "bitcoin-regtest, BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4, bitcoin",
  })
  void anAddressOfAnotherNetworkIsRefusedAndTheNetworkNamed(
      String coin, String text, String owner) {
    assertThatThrownBy(() -> Address.parse(text, Coin.named(coin).orElseThrow()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("\"" + text + "\" is not an address of " + coin + " but of ")
        .hasMessageContaining(owner);
  }

  @ParameterizedTest
  @CsvSource({
    // BIP 350's examples of later versions, and of version 1 that is no public key.
    "bitcoin, BC1SW50QGDZ25J",
    "bitcoin, bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs",
    "bitcoin, bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kt5nd6y",
  })
  void whatAnyoneCanSpendIsNotPaidTo(String coin, String text) {
    Coin known = Coin.named(coin).orElseThrow();

    assertThat(Address.parse(text, known).text()).isEqualTo(text);
    assertThatThrownBy(() -> Address.payee(text, known))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("anyone can spend");
  }

  @ParameterizedTest
  @CsvSource({
    "bitcoin, 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
    "bitcoin, 3CMNFxN1oHBc4R1EpboAL5yzHGgE611Xou",
    "bitcoin, BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
    "bitcoin-testnet, tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q0sl5k7",
    "bitcoin, bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
  })
  void whatItsOwnerAloneCanSpendIsPaidTo(String coin, String text) {
    Coin known = Coin.named(coin).orElseThrow();

    assertThat(Address.payee(text, known)).isEqualTo(Address.parse(text, known));
  }

  @Test
  void anAddressOfAnUnknownNetworkIsRefused() {
    // Of Dogecoin.
    assertThatThrownBy(() -> Address.parse("DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L", BITCOIN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("\"DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L\" is not an address of bitcoin");
  }

  @ParameterizedTest
  @CsvSource({
    "'', empty",
    "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb, the checksum is wrong",
    "1A1zP1eP5QGefi2DMPTfTL5SLmv7Divf0a, the character '0' at position 33",
    "' 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa', the character ' ' at position 1",
    "x, the checksum is wrong",
    // Right checksum, but 19 bytes.
    "12D2adLM3UKy4Z4giRbReR6gjWx1w6Dz, holds 19 bytes (expected: 20)",
    "dDc8z6, holds 0 bytes (expected: 20)",
    // The checksum of nothing.
    "3QJmnh, is not an address of bitcoin",
  })
  void whatIsNoAddressIsRefusedAndTheReasonNamed(String text, String reason) {
    assertThatThrownBy(() -> Address.parse(text, BITCOIN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void aTextOfAnyLengthIsRefusedSoon() {
    assertThatThrownBy(() -> Address.parse("2".repeat(1_000_000), BITCOIN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("too long");
  }
}
