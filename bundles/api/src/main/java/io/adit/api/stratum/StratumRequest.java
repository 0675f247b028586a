package io.adit.api.stratum;

import io.adit.api.pow.Target;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** What a miner can ask. */
public sealed interface StratumRequest {
  /** The id that the reply must carry. */
  RequestId id();

  /**
   * mining.subscribe.
   *
   * @param userAgent the miner's software, printable, empty if not said
   * @param session the subscription it would like to resume
   */
  record Subscribe(RequestId id, String userAgent, Optional<String> session)
      implements StratumRequest {}

  /** mining.authorize; an absent or null password is empty. */
  record Authorize(RequestId id, String worker, String password) implements StratumRequest {}

  /**
   * mining.configure, BIP 310.
   *
   * @param extensions the names asked for, in order
   * @param versionMask {@code version-rolling.mask}; 0, which refuses the extension, if what was
   *     sent is no mask
   * @param minimumDifficulty {@code minimum-difficulty.value}
   */
  record Configure(
      RequestId id,
      List<String> extensions,
      OptionalInt versionMask,
      OptionalDouble minimumDifficulty)
      implements StratumRequest {}

  /** mining.suggest_difficulty; empty if what was suggested is no positive number. */
  record SuggestDifficulty(RequestId id, OptionalDouble difficulty) implements StratumRequest {}

  /** mining.suggest_target; empty if what was suggested is no positive 256-bit number. */
  record SuggestTarget(RequestId id, Optional<Target> target) implements StratumRequest {}

  /** mining.get_transactions. */
  record GetTransactions(RequestId id) implements StratumRequest {}

  /** mining.multi_version. */
  record MultiVersion(RequestId id) implements StratumRequest {}

  /** mining.extranonce.subscribe. */
  record ExtranonceSubscribe(RequestId id) implements StratumRequest {}

  /** mining.ping. */
  record Ping(RequestId id) implements StratumRequest {}

  /** A method that the codec does not know. */
  record Unknown(RequestId id, String method) implements StratumRequest {}

  /**
   * A reply to something the server asked.
   *
   * @param id of the question
   * @param text the result, printable, where it is a string
   */
  record Reply(RequestId id, Optional<String> text) implements StratumRequest {}

  /** A line that asks for nothing, such as a blank one. */
  record Ignored(RequestId id) implements StratumRequest {}

  /**
   * A line that is no request, or a request with parameters of a wrong form.
   *
   * @param submit whether it was meant to be a share
   */
  record Malformed(RequestId id, boolean submit, StratumError error) implements StratumRequest {}

  /**
   * mining.submit. One object is used again for every submit of a thread, so that reading one
   * allocates nothing.
   */
  final class Submit implements StratumRequest {
    /** Bytes in an extranonce2, at most. */
    public static final int MAX_EXTRANONCE2 = 16;

    private final RequestId id = new RequestId();

    /**
     * The worker's name: {@link #workerLength} bytes of UTF-8 from {@link #workerOffset} on in the
     * line being read.
     */
    public byte[] worker;

    public int workerOffset;
    public int workerLength;

    /** Number of the job, or -1 if what was sent cannot be one of ours. */
    public long job;

    public final byte[] extranonce2 = new byte[MAX_EXTRANONCE2];
    public int extranonce2Length;

    /** Unsigned. */
    public int ntime;

    /** Unsigned. */
    public int nonce;

    /** Whether a sixth field came; {@link #versionBits} is 0 otherwise. */
    public boolean hasVersionBits;

    public int versionBits;

    @Override
    public RequestId id() {
      return id;
    }
  }
}
