package io.adit.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.Bytes;
import io.adit.api.Hash;
import io.adit.api.job.Job;
import io.adit.api.job.JobListener;
import io.adit.api.node.BlockTemplate;
import io.adit.api.pow.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JobNewsTest {
  private final List<String> heard = new ArrayList<>();
  private final JobListener listener =
      (pool, job, clean) -> heard.add(pool + " " + job.id() + (clean ? " clean" : ""));
  private final JobNews news = new JobNews("main");

  private static Job job(long id, int tip) {
    BlockTemplate template =
        new BlockTemplate(
            100,
            0x20000000,
            Hash.ofDisplayHex(String.format("%064x", tip)),
            0x207fffff,
            1_700_000_000,
            1_699_999_000,
            5_000_000_000L,
            Bytes.EMPTY,
            List.of(),
            Optional.empty(),
            Optional.empty());
    return new Job(id, template, Target.MAX, List.of(), 1_700_000_000_000L);
  }

  @Test
  void theFirstJobOnATipIsClean() {
    news.add(listener);

    news.tell(job(1, 7));
    news.tell(job(2, 7));
    news.tell(job(3, 8));

    assertThat(heard).containsExactly("main 1 clean", "main 2", "main 3 clean");
  }

  @Test
  void aListenerThatFailsKeepsNothingFromTheOthers() {
    news.add(
        (pool, job, clean) -> {
          throw new IllegalStateException("told to fail");
        });
    news.add(listener);

    news.tell(job(1, 7));

    assertThat(heard).containsExactly("main 1 clean");
  }

  @Test
  void aListenerThatHasGoneHearsNothing() {
    news.add(listener);
    news.remove(listener);

    news.tell(job(1, 7));

    assertThat(heard).isEmpty();
  }
}
