package io.adit.api.job;

import io.adit.api.Hash;
import io.adit.api.node.BlockTemplate;
import io.adit.api.pow.Target;
import java.util.List;
import java.util.Objects;

/**
 * A piece of work, the same for every miner but for the coinbase that it is sent with.
 *
 * @param id number by which miners name it; never used twice by one pool
 * @param template what it was made from
 * @param networkTarget a hash that meets it makes a block
 * @param merkleBranch what to hash the coinbase's id with, from the leaf up
 * @param createdMillis when, in milliseconds since 1970
 */
public record Job(
    long id,
    BlockTemplate template,
    Target networkTarget,
    List<Hash> merkleBranch,
    long createdMillis) {
  public Job {
    Objects.requireNonNull(template);
    Objects.requireNonNull(networkTarget);
    merkleBranch = List.copyOf(merkleBranch);
  }
}
