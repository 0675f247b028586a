package io.adit.testing.wire;

import java.util.Locale;
import java.util.OptionalInt;

/**
 * What a miner hands in.
 *
 * @param job its name
 * @param extranonce2 in hexadecimal digits
 * @param ntime unsigned
 * @param nonce unsigned
 * @param versionBits the sixth field, if there is to be one
 */
public record Share(String job, String extranonce2, int ntime, int nonce, OptionalInt versionBits) {
  /** The params of {@code mining.submit}. */
  public String params(String worker) {
    String bits = versionBits.isPresent() ? ",\"" + hex(versionBits.getAsInt()) + "\"" : "";
    return String.format(
        Locale.ROOT,
        "[\"%s\",\"%s\",\"%s\",\"%s\",\"%s\"%s]",
        worker,
        job,
        extranonce2,
        hex(ntime),
        hex(nonce),
        bits);
  }

  Share withJob(String newJob) {
    return new Share(newJob, extranonce2, ntime, nonce, versionBits);
  }

  Share withExtranonce2(String newExtranonce2) {
    return new Share(job, newExtranonce2, ntime, nonce, versionBits);
  }

  Share withNtime(int newNtime) {
    return new Share(job, extranonce2, newNtime, nonce, versionBits);
  }

  Share withNonce(int newNonce) {
    return new Share(job, extranonce2, ntime, newNonce, versionBits);
  }

  Share withVersionBits(OptionalInt newVersionBits) {
    return new Share(job, extranonce2, ntime, nonce, newVersionBits);
  }

  static String hex(int value) {
    return String.format(Locale.ROOT, "%08x", value);
  }
}
