package io.adit.storage.redis;

import io.adit.api.Bytes;
import io.adit.api.fleet.SharedSessions;
import io.adit.api.pow.Target;
import io.lettuce.core.SetArgs;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Subscriptions as texts: extranonce1 and target in hexadecimal, a space between. They go by
 * themselves after a week, if their server has died and nobody has come back to them.
 */
@Component(
    service = SharedSessions.class,
    configurationPid = Config.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class RedisSessions implements SharedSessions {
  /** The pools say it again every few minutes. */
  static final Duration KEPT = Duration.ofHours(2);

  private static final Logger LOG = LoggerFactory.getLogger(RedisSessions.class);
  private static final long ANSWER_MILLIS = 800;

  private final RedisLink link;

  @Activate
  public RedisSessions(@Reference RedisLink link) {
    this.link = link;
  }

  @Override
  public void keep(String pool, String session, Kept kept) {
    String text = kept.extranonce1().toHex() + " " + kept.target().toBigInteger().toString(16);
    link.redis()
        .send(
            Lane.FLEET,
            commands ->
                commands.set(link.keys().session(pool, session), text, SetArgs.Builder.px(KEPT)));
  }

  @Override
  public void forget(String pool, String session) {
    link.redis().send(Lane.FLEET, commands -> commands.del(link.keys().session(pool, session)));
  }

  @Override
  public CompletionStage<Optional<Kept>> take(String pool, String session) {
    CompletableFuture<Optional<Kept>> taken = new CompletableFuture<>();
    Future<?> limit =
        link.after(
            ANSWER_MILLIS,
            () -> taken.completeExceptionally(new TimeoutException("Redis does not answer")));
    link.redis()
        .send(Lane.FLEET, Script.TAKE.with(List.of(link.keys().session(pool, session)), List.of()))
        .whenComplete(
            (text, failure) -> {
              limit.cancel(false);
              if (failure != null) {
                taken.completeExceptionally(failure);
                return;
              }
              Optional<Kept> kept = text == null ? Optional.empty() : parse(session, text);
              if (!taken.complete(kept)) {
                // Too late for whoever asked: it is there for the next one.
                kept.ifPresent(again -> keep(pool, session, again));
              }
            });
    return taken;
  }

  private static Optional<Kept> parse(String session, String text) {
    try {
      int space = text.indexOf(' ');
      return Optional.of(
          new Kept(
              Bytes.ofHex(text.substring(0, space)),
              Target.of(new BigInteger(text.substring(space + 1), 16))));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      LOG.warn("session {}: \"{}\" (expected: extranonce1 and target in hex)", session, text);
      return Optional.empty();
    }
  }
}
