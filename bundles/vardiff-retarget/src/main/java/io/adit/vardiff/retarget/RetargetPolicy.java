package io.adit.vardiff.retarget;

import io.adit.api.vardiff.ShareStatistics;
import io.adit.api.vardiff.VardiffPolicy;
import io.adit.api.vardiff.VardiffSettings;
import java.util.OptionalDouble;
import org.osgi.service.component.annotations.Component;

/**
 * Aims at one share per {@link VardiffSettings#targetShareTime}, and changes nothing without
 * evidence.
 *
 * <h2>The estimate</h2>
 *
 * A miner finds shares at random moments, at a constant mean rate: their number in a time is
 * Poisson distributed. Were the difficulty right, a window would hold {@code m = window / target
 * share time} shares on average. What it holds is worth {@code k = credited / difficulty} of them,
 * so the difficulty is wrong by the factor {@code r = k / m}, and {@code difficulty * r} would be
 * right. From {@code n} shares that factor is known with a relative error of {@code 1 / sqrt(n)}:
 * after nine shares to a third, after a hundred to a tenth. Shares for jobs sent before the last
 * change count at other difficulties; as evidence they count {@code c = min(n, k)}, which makes
 * nothing of many easy shares and never more of a hard one than the one share that it is.
 *
 * <h2>The evidence</h2>
 *
 * The logarithm of the likelihood ratio between "the difficulty is wrong by r" and "it is right"
 * is, for a Poisson variable with {@code e = c / r} expected, {@code c ln(c / e) + e - c}. Twice
 * that is compared with {@value #EVIDENCE}, as a square of three standard deviations. A window that
 * does not show that, or is off by less than the variance allowed, goes on and collects more, so
 * that small errors show in the end; after {@value #LONGEST} retarget times it begins anew, so that
 * the distant past does not hide a change of hash rate.
 *
 * <h2>Up late, down at once</h2>
 *
 * A difficulty that is too low costs some messages and tells much; one that is too high tells
 * nothing. So an increase waits for {@value #ENOUGH} shares (an error of nine percent) or the end
 * of the longest window, unless there are {@value #PLENTY} at twice the wanted rate or more
 * already, which is judged at once. A decrease on the word of hardly any share is a guess, and made
 * so large that the next window brings plenty: {@value #PROBE} times below the estimate, at most
 * {@value #LARGEST_STEP_DOWN} times in one step. From a thousand times too high that makes two
 * guesses and a measurement. A miner that has fallen silent is judged when a gap so long would come
 * by chance in one window out of ten thousand.
 */
@Component(property = VardiffPolicy.NAME + "=retarget")
public final class RetargetPolicy implements VardiffPolicy {
  private static final double EVIDENCE = 9;
  private static final double CHANCE_GAP = 1e-4;
  private static final int ENOUGH = 128;
  private static final int PLENTY = 256;
  private static final int FEW = 8;
  private static final int PROBE = 16;
  private static final int LARGEST_STEP_DOWN = 128;
  private static final int LONGEST = 10;

  @Override
  public OptionalDouble judge(ShareStatistics statistics, VardiffSettings settings) {
    double difficulty = statistics.difficulty();
    double targetNanos = settings.targetShareTime().toNanos();
    double windows = statistics.windowNanos() / (double) settings.retargetTime().toNanos();
    double expected = statistics.windowNanos() / targetNanos;
    double gap = statistics.idleNanos() / targetNanos;
    if (expected * Math.exp(-gap) < CHANCE_GAP) {
      return OptionalDouble.of(settings.clamp(difficulty / stepDown(0, gap)));
    }

    double worth = statistics.credited() / difficulty;
    double ratio = worth / expected;
    double count = Math.min((double) statistics.shares(), worth);
    boolean flooded = count >= PLENTY && ratio >= 2;
    if (windows < 1 && !flooded) {
      return OptionalDouble.empty();
    }
    if (isOff(ratio, settings.variancePercent()) && evidence(count, ratio, expected) > EVIDENCE) {
      if (ratio > 1 && count < ENOUGH && windows < LONGEST) {
        return OptionalDouble.empty();
      }
      double change = ratio < 1 && count < FEW ? 1 / stepDown(count, expected) : ratio;
      return OptionalDouble.of(settings.clamp(difficulty * change));
    }
    return windows >= LONGEST ? OptionalDouble.of(difficulty) : OptionalDouble.empty();
  }

  private static boolean isOff(double ratio, double variancePercent) {
    return Math.abs(Math.log(ratio)) > Math.log1p(variancePercent / 100);
  }

  /** Twice the logarithm of the likelihood ratio against a difficulty that is right. */
  private static double evidence(double count, double ratio, double expected) {
    if (count == 0) {
      return 2 * expected;
    }
    return 2 * (count * Math.log(ratio) + count / ratio - count);
  }

  /** What to divide the difficulty by when hardly any of the expected shares came. */
  private static double stepDown(double count, double expected) {
    return Math.min(PROBE * expected / Math.max(count, 1), LARGEST_STEP_DOWN);
  }
}
