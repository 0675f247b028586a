package io.adit.node.devnet;

import io.adit.api.Bytes;
import io.adit.api.Hash;
import java.util.List;

/**
 * A transaction, as far as the rules of this chain look at it.
 *
 * @param id hash without the witnesses
 * @param witnessId hash with the witnesses
 * @param lockTime height or time before which it is not final
 */
record Transaction(
    Hash id, Hash witnessId, List<Input> inputs, List<Output> outputs, long lockTime) {
  private static final long NO_OUTPUT = 0xffffffffL;

  /**
   * Where coins come from.
   *
   * @param transaction whose output is spent
   * @param output which of its outputs
   * @param witness its items
   */
  record Input(Hash transaction, long output, Bytes script, long sequence, List<Bytes> witness) {
    Input with(List<Bytes> newWitness) {
      return new Input(transaction, output, script, sequence, newWitness);
    }
  }

  /** Where coins go to. */
  record Output(long satoshis, Bytes script) {}

  Transaction {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  boolean isCoinbase() {
    return inputs.size() == 1
        && inputs.get(0).transaction().equals(Hash.ZERO)
        && inputs.get(0).output() == NO_OUTPUT;
  }

  boolean hasWitness() {
    return inputs.stream().anyMatch(input -> !input.witness().isEmpty());
  }
}
