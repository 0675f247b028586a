package io.adit.node.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.api.State;
import io.adit.api.node.BlockTemplate;
import io.adit.api.node.Node;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps what it is told, for a test to ask for. */
final class RecordingListener implements Node.Listener {
  private static final long PATIENCE_SECONDS = 10;

  private final BlockingQueue<BlockTemplate> templates = new LinkedBlockingQueue<>();
  private final BlockingQueue<State> states = new LinkedBlockingQueue<>();

  @Override
  public void template(BlockTemplate template) {
    templates.add(template);
  }

  @Override
  public void state(State state) {
    states.add(state);
  }

  BlockTemplate nextTemplate() throws InterruptedException {
    BlockTemplate template = templates.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(template).describedAs("template").isNotNull();
    return template;
  }

  State nextState() throws InterruptedException {
    State state = states.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(state).describedAs("state").isNotNull();
    return state;
  }

  boolean hasTemplate() {
    return !templates.isEmpty();
  }

  boolean hasState() {
    return !states.isEmpty();
  }
}
