package io.adit.vardiff.retarget;

import io.adit.api.vardiff.ShareStatistics;
import io.adit.api.vardiff.VardiffPolicy;
import io.adit.api.vardiff.VardiffSettings;
import java.util.OptionalDouble;
import org.osgi.service.component.annotations.Component;

/**
 * Aims at one share per {@link VardiffSettings#targetShareTime}, and changes nothing without
 * evidence. What it achieves is in {@code docs/vardiff.md}.
 *
 * <h2>The estimate</h2>
 *
 * A miner finds shares at random moments, at a constant mean rate: their number in a time is
 * Poisson distributed. Were the difficulty right, a window would hold {@code e = window / target
 * share time} shares on average. It holds {@code n}, so the difficulty is wrong by the factor
 * {@code n / e}, known with a relative error of {@code 1 / sqrt(n)}: after nine shares to a third,
 * after a hundred to a tenth. Shares for jobs sent before the last change count at the difficulty
 * that they had, but none for more than the one share that it is: as evidence, many easy ones are
 * next to nothing, and a hard one that comes late is no flood.
 *
 * <h2>The evidence</h2>
 *
 * The logarithm of the likelihood ratio between "the difficulty is wrong by n / e" and "it is
 * right" is {@code n ln(n / e) + e - n}. Twice that is compared with {@value #EVIDENCE}, the square
 * of three standard deviations. A window that does not show that, or is off by less than the
 * variance allowed, goes on and collects more. It begins anew after {@value #LONGEST} retarget
 * times or {@value #DISTANT} shares, so that the distant past does not hide a change of hash rate.
 *
 * <h2>Up late, down at once</h2>
 *
 * A difficulty that is too low costs some messages and tells much; one that is too high tells
 * nothing. So an increase waits for {@value #ENOUGH} shares (an error of nine percent) or, where
 * those are long in coming, for {@value #SOME} in {@value #PATIENCE} retarget times. An increase
 * never begins with a decrease: where a limit forbids that, it would never end. A decrease on the
 * word of fewer shares than enough is a guess, made so large that the next window quickly brings
 * plenty: to {@value #PROBE} times below the estimate or, for want of any share and so of any
 * estimate, {@value #BLIND_STEP} times down. From a thousand times too high that makes two guesses
 * and a measurement.
 *
 * <h2>Before the window is full</h2>
 *
 * {@value #PLENTY} shares at {@value #FLOOD} times the wanted rate are judged at once, at twice the
 * wanted rate after half a minute: a new difficulty binds with the next job, seconds later, and
 * those seconds must weigh little in what is measured. A miner that falls silent is judged when a
 * gap so long would come by chance in one window out of ten thousand.
 */
@Component(property = VardiffPolicy.NAME + "=retarget")
public final class RetargetPolicy implements VardiffPolicy {
  private static final double EVIDENCE = 9;
  private static final double CHANCE_GAP = 1e-4;
  private static final int ENOUGH = 128;
  private static final int SOME = 64;
  private static final int PATIENCE = 3;
  private static final int PROBE = 48;
  private static final int BLIND_STEP = 160;
  private static final int PLENTY = 200;
  private static final int FLOOD = 256;
  private static final int LONGEST = 20;
  private static final int DISTANT = 2000;
  private static final long SETTLED_NANOS = 30_000_000_000L;

  /** Nothing is told by less: a burst right after the window's beginning is no rate. */
  private static final long SHORTEST_NANOS = 1_000_000_000;

  @Override
  public OptionalDouble judge(ShareStatistics statistics, VardiffSettings settings) {
    double difficulty = statistics.difficulty();
    if (difficulty != settings.clamp(difficulty)) {
      return OptionalDouble.of(settings.clamp(difficulty));
    }
    if (statistics.windowNanos() < SHORTEST_NANOS) {
      return OptionalDouble.empty();
    }
    double targetNanos = settings.targetShareTime().toNanos();
    double windows = statistics.windowNanos() / (double) settings.retargetTime().toNanos();
    double expected = statistics.windowNanos() / targetNanos;
    double gap = statistics.idleNanos() / targetNanos;
    if (Math.max(expected, 1) * Math.exp(-gap) < CHANCE_GAP) {
      return OptionalDouble.of(settings.clamp(difficulty / BLIND_STEP));
    }

    double shares = Math.min((double) statistics.shares(), statistics.credited() / difficulty);
    double ratio = shares / expected;
    boolean settled = statistics.windowNanos() >= SETTLED_NANOS;
    boolean flooded = shares >= PLENTY && ratio >= (settled ? 2 : FLOOD);
    if (windows < 1 && !flooded) {
      return OptionalDouble.empty();
    }
    if (isOff(ratio, settings.variancePercent()) && evidence(shares, expected) > EVIDENCE) {
      boolean measured =
          shares >= ENOUGH || (shares >= SOME && windows >= PATIENCE) || windows >= LONGEST;
      if (ratio > 1 && !measured) {
        return OptionalDouble.empty();
      }
      double change = ratio > 1 || shares >= ENOUGH ? ratio : guess(shares, ratio);
      return OptionalDouble.of(settings.clamp(difficulty * change));
    }
    return windows >= LONGEST || shares >= DISTANT
        ? OptionalDouble.of(difficulty)
        : OptionalDouble.empty();
  }

  private static boolean isOff(double ratio, double variancePercent) {
    return Math.abs(Math.log(ratio)) > Math.log1p(variancePercent / 100);
  }

  /** Twice the logarithm of the likelihood ratio against a difficulty that is right. */
  private static double evidence(double shares, double expected) {
    double surprise = shares == 0 ? 0 : shares * Math.log(shares / expected);
    return 2 * (surprise + expected - shares);
  }

  /** What to multiply the difficulty by when few of the expected shares came. */
  private static double guess(double shares, double ratio) {
    return shares < 1 ? 1.0 / BLIND_STEP : ratio / PROBE;
  }
}
