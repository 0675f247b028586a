package io.adit.storage.redis;

import io.adit.api.State;
import io.adit.api.ledger.FoundBlock;
import io.adit.api.store.BlockStore;
import io.adit.api.store.ShareBatch;
import io.adit.api.store.ShareStore;
import io.adit.api.store.StoreException;
import java.util.List;
import java.util.OptionalLong;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Counts shares in Redis, and keeps the newest blocks there. Counters move with the position of the
 * ledger that the shares are from, or not at all.
 */
@Component(
    service = {ShareStore.class, BlockStore.class},
    configurationPid = Config.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    property = ShareStore.EXPENDABLE + ":Boolean=true",
    immediate = true)
public final class RedisStore implements ShareStore, BlockStore {
  private final RedisLink link;
  private final long shareMillis;

  @Activate
  public RedisStore(@Reference RedisLink link, Config config) {
    this(link, config.shareTtlMillis());
  }

  RedisStore(RedisLink link, long shareMillis) {
    this.link = link;
    this.shareMillis = shareMillis;
  }

  @Override
  public State state() {
    return link.redis().state();
  }

  @Override
  public String describe() {
    return link.redis().settings().describe();
  }

  @Override
  public OptionalLong position(String ledger) throws StoreException {
    String position =
        link.redis().call(Lane.SHARES, commands -> commands.get(link.keys().position(ledger)));
    return position == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(position));
  }

  @Override
  public void append(ShareBatch batch) throws StoreException {
    Counts counts = new Counts(batch.shares(), link.keys(), shareMillis);
    String position =
        link.redis()
            .call(Lane.SHARES, Script.SHARES.with(counts.keys(batch), counts.arguments(batch)));
    if (!position.isEmpty()) {
      throw new StoreException(
          describe()
              + ": shares from position "
              + batch.start()
              + " of the ledger (expected: "
              + position
              + ")",
          null);
    }
  }

  @Override
  public void record(List<FoundBlock> blocks) throws StoreException {
    for (FoundBlock block : blocks) {
      link.redis().call(Lane.EVENTS, Blocks.put(block, link.keys()));
    }
  }
}
