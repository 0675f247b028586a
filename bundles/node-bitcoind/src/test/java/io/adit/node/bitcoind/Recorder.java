package io.adit.node.bitcoind;

import io.adit.api.State;
import io.adit.api.node.BlockTemplate;
import io.adit.api.node.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what a node told. */
final class Recorder implements Node.Listener {
  private final List<BlockTemplate> templates = new CopyOnWriteArrayList<>();
  private final List<State> states = new CopyOnWriteArrayList<>();

  @Override
  public void template(BlockTemplate template) {
    templates.add(template);
  }

  @Override
  public void state(State state) {
    states.add(state);
  }

  List<BlockTemplate> templates() {
    return templates;
  }

  List<Integer> heights() {
    return templates.stream().map(BlockTemplate::height).toList();
  }

  /** In the order told; once where only the detail changed. */
  List<State.Kind> kinds() {
    List<State.Kind> kinds = new ArrayList<>();
    for (State state : states) {
      if (kinds.isEmpty() || kinds.get(kinds.size() - 1) != state.kind()) {
        kinds.add(state.kind());
      }
    }
    return kinds;
  }

  State last() {
    return states.isEmpty() ? State.starting("not told yet") : states.get(states.size() - 1);
  }
}
