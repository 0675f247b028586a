package io.adit.api.stratum;

import io.adit.api.job.Coinbase;
import io.adit.api.job.Job;
import java.util.OptionalInt;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Turns lines into requests, and replies and notifications into lines. Without state, called from
 * many threads at once. Every writing method appends one line with its end.
 */
@ConsumerType
public interface StratumCodec {
  /**
   * Reads one line. Never throws, whatever the bytes: a line that makes no sense is {@link
   * StratumRequest.Malformed}.
   *
   * @param submit the object that takes a mining.submit, and is returned then; what it held before
   *     is gone
   */
  StratumRequest decode(byte[] line, int offset, int length, StratumRequest.Submit submit);

  /** The reply with that result. */
  void result(RequestId id, boolean result, LineBuffer out);

  /** The reply with that error. */
  void error(RequestId id, StratumError error, LineBuffer out);

  /**
   * The reply to mining.subscribe.
   *
   * @param session by which the miner can resume the subscription
   * @param extranonce1 the connection's own
   * @param extranonce2Size bytes that the miner may choose
   */
  void subscribed(
      RequestId id, String session, byte[] extranonce1, int extranonce2Size, LineBuffer out);

  /**
   * The reply to mining.configure: a refusal for each extension but those granted.
   *
   * @param versionMask the bits that the miner may roll; empty or 0 refuses version-rolling
   * @param minimumDifficulty whether minimum-difficulty is granted
   * @param extranonce whether subscribe-extranonce is granted
   */
  void configured(
      StratumRequest.Configure request,
      OptionalInt versionMask,
      boolean minimumDifficulty,
      boolean extranonce,
      LineBuffer out);

  /** The reply with an empty list as its result. */
  void emptyList(RequestId id, LineBuffer out);

  /** mining.set_difficulty. */
  void setDifficulty(double difficulty, LineBuffer out);

  /**
   * mining.notify.
   *
   * @param clean whether jobs sent before are worth nothing now
   */
  void job(Job job, Coinbase coinbase, boolean clean, LineBuffer out);

  /** mining.set_extranonce: takes effect with the next job. */
  void setExtranonce(byte[] extranonce1, int extranonce2Size, LineBuffer out);

  /** mining.set_version_mask (BIP 310). */
  void setVersionMask(int mask, LineBuffer out);

  /**
   * client.reconnect.
   *
   * @param host where to; empty for the same server and port
   * @param waitSeconds before connecting again
   */
  void reconnect(String host, int port, int waitSeconds, LineBuffer out);

  /** client.show_message, for the miner's owner. */
  void showMessage(String message, LineBuffer out);

  /**
   * client.get_version, which the miner answers with its name: a {@link StratumRequest.Reply} of
   * that id.
   */
  void getVersion(int id, LineBuffer out);
}
