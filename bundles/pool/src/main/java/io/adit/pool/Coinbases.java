package io.adit.pool;

import io.adit.api.Bytes;
import io.adit.api.coin.Address;
import io.adit.api.coin.Coin;
import io.adit.api.job.CoinbaseSettings;
import io.adit.api.job.CoinbaseSettings.Fee;
import java.util.Optional;

/**
 * What the coinbases of a pool's miners pay and say.
 *
 * @param poolScript output script of the pool
 * @param feeHundredths hundredths of a percent of a solo miner's block that go to the pool
 * @param tag text that names the pool
 * @param extranonceSize bytes of extranonce1 and extranonce2 together
 */
record Coinbases(Coin coin, Bytes poolScript, int feeHundredths, String tag, int extranonceSize) {
  private static final String SEPARATORS = "._+";

  /** One that pays the pool. */
  CoinbaseSettings ofPool(int maxSize) {
    return new CoinbaseSettings(poolScript, Optional.empty(), tag, extranonceSize, maxSize);
  }

  /**
   * One that pays the miner whose worker's name begins with an address, less the pool's fee.
   *
   * @throws IllegalArgumentException if there is no address of the coin; the message says why
   */
  CoinbaseSettings ofMiner(String worker, int maxSize) {
    int end = 0;
    while (end < worker.length() && SEPARATORS.indexOf(worker.charAt(end)) < 0) {
      end++;
    }
    Bytes script = Address.payee(worker.substring(0, end), coin).script();
    Optional<Fee> fee =
        feeHundredths == 0 ? Optional.empty() : Optional.of(new Fee(poolScript, feeHundredths));
    return new CoinbaseSettings(script, fee, tag, extranonceSize, maxSize);
  }
}
