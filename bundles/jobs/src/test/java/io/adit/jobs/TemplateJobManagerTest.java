package io.adit.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.api.Bytes;
import io.adit.api.job.Coinbase;
import io.adit.api.job.CoinbaseSettings;
import io.adit.api.job.Job;
import io.adit.api.node.BlockTemplate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TemplateJobManagerTest {
  private static final CoinbaseSettings SETTINGS =
      new CoinbaseSettings(Bytes.ofHex("51"), "/adit/", 8);

  private final TemplateJobManager jobs = new TemplateJobManager();

  @Test
  void aJobSaysWhatItWasMadeFrom() {
    BlockTemplate template = Templates.atHeight(200);

    Job job = jobs.job(11, template, 13);

    assertThat(job.id()).isEqualTo(11);
    assertThat(job.createdMillis()).isEqualTo(13);
    assertThat(job.template()).isSameAs(template);
  }

  @Test
  void whatMinersHashHasNoWitness() {
    BlockTemplate template =
        Templates.of(200, Bytes.EMPTY, List.of(), Optional.of(Templates.EMPTY_COMMITMENT));

    Coinbase coinbase = jobs.coinbase(jobs.job(1, template, 0), SETTINGS);

    // The version, then at once the number of inputs: neither marker nor flag (BIP 144).
    assertThat(coinbase.start().toHex()).startsWith("02000000" + "01" + "00".repeat(32));
    assertThat(coinbase.end().toHex()).endsWith(Templates.EMPTY_COMMITMENT.toHex() + "00000000");
  }

  @Test
  void aValueThatCannotBePaidIsRefused() {
    assertThatThrownBy(() -> jobs.job(1, Templates.ofValue(-1), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("coinbase value: -1 (expected: >= 0)");
  }

  @Test
  void aBlockNeedsAWholeHeader() {
    Job job = jobs.job(1, Templates.atHeight(200), 0);
    Coinbase coinbase = jobs.coinbase(job, SETTINGS);

    assertThatThrownBy(() -> jobs.block(job, coinbase, new byte[79], new byte[8]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("header length: 79 (expected: 80)");
  }
}
