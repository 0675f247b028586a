package io.adit.api.coin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The addresses of BIP 350, which has those of BIP 173 that are still good. */
class SegwitAddressTest {
  @ParameterizedTest
  @CsvSource({
    "bitcoin, BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4,"
        + " 0014751e76e8199196d454941c45d1b3a323f1433bd6",
    "bitcoin-testnet, tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q0sl5k7,"
        + " 00201863143c14c5166804bd19203356da136c985678cd4d27a1b8c6329604903262",
    "bitcoin, bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kt5nd6y,"
        + " 5128751e76e8199196d454941c45d1b3a323f1433bd6"
        + "751e76e8199196d454941c45d1b3a323f1433bd6",
    "bitcoin, BC1SW50QGDZ25J, 6002751e",
    "bitcoin, bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs, 5210751e76e8199196d454941c45d1b3a323",
    "bitcoin-signet, tb1qqqqqp399et2xygdj5xreqhjjvcmzhxw4aywxecjdzew6hylgvsesrxh6hy,"
        + " 0020000000c4a5cad46221b2a187905e5266362b99d5e91c6ce24d165dab93e86433",
    "bitcoin-testnet4, tb1pqqqqp399et2xygdj5xreqhjjvcmzhxw4aywxecjdzew6hylgvsesf3hn0c,"
        + " 5120000000c4a5cad46221b2a187905e5266362b99d5e91c6ce24d165dab93e86433",
    "bitcoin, bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0,"
        + " 512079be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
  })
  void aWitnessProgramIsPaid(String coin, String text, String script) {
    Address address = Address.parse(text, Coin.named(coin).orElseThrow());

    assertThat(address.script().toHex()).isEqualTo(script);
    assertThat(address.text()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    // Invalid human-readable part: not of the coin, nor base58.
    "bitcoin, tc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq5zuyut, is not an address",
    // Bech32 instead of Bech32m.
    "bitcoin, bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd, kind of checksum",
    "bitcoin-testnet, tb1z0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqglt7rf,"
        + " kind of checksum",
    "bitcoin, BC1S0XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ54WELL, kind of checksum",
    // Bech32m instead of Bech32.
    "bitcoin, bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh, kind of checksum",
    "bitcoin-testnet, tb1q0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq24jc47,"
        + " kind of checksum",
    // Invalid character in checksum.
    "bitcoin, bc1p38j9r5y49hruaue7wxjce0updqjuyyx0kh56v8s25huc6995vvpql3jow4,"
        + " the character 'o' at position 60",
    // Invalid witness version.
    "bitcoin, BC130XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ7ZWS8R,"
        + " not a witness program",
    // Invalid program lengths: 1, 41, and 16 of version 0.
    "bitcoin, bc1pw5dgrnzv, of version 1 with 1 bytes",
    "bitcoin, bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v8n0nx0muaewav253zgeav,"
        + " of version 1 with 41 bytes",
    "bitcoin, BC1QR508D6QEJXTDG4Y5R3ZARVARYV98GJ9P, of version 0 with 16 bytes",
    "bitcoin-testnet, tb1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq47Zagq,"
        + " upper and lower case mixed",
    // More than four bits of padding, padding that is not zero, no data.
    "bitcoin, bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v07qwwzcrf,"
        + " not a witness program",
    "bitcoin-testnet, tb1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vpggkg4j,"
        + " not a witness program",
    "bitcoin, bc1gmk9yu, not a witness program",
    // A letter changed.
    "bitcoin, bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5, the checksum is wrong",
  })
  void whatIsNoAddressIsRefusedAndTheReasonNamed(String coin, String text, String reason) {
    assertThatThrownBy(() -> Address.parse(text, Coin.named(coin).orElseThrow()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text)
        .hasMessageContaining(reason);
  }
}
