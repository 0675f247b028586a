package io.adit.api.node;

import io.adit.api.Bytes;
import io.adit.api.Hash;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a node wants the next block to be, as {@code getblocktemplate} says (BIP 22, 23, 145).
 *
 * @param height of the block to be made
 * @param version of its header
 * @param previous the tip it builds on
 * @param bits its compact target
 * @param time what the node's clock says, seconds since 1970
 * @param minTime smallest time that the block may have, seconds since 1970
 * @param coinbaseValue satoshis that the coinbase may pay out
 * @param coinbaseAux bytes that the coinbase's input must contain (the values of the object of that
 *     name)
 * @param transactions all but the coinbase, in the order they must have
 * @param witnessCommitment output script that commits to the witnesses ({@code
 *     default_witness_commitment}); present if the block must have it
 * @param mweb what comes after the transactions of the block and a byte 01 (Litecoin's extension
 *     block, {@code mweb}), if the node says so
 */
public record BlockTemplate(
    int height,
    int version,
    Hash previous,
    int bits,
    long time,
    long minTime,
    long coinbaseValue,
    Bytes coinbaseAux,
    List<Transaction> transactions,
    Optional<Bytes> witnessCommitment,
    Optional<Bytes> mweb) {
  /**
   * A transaction of the block.
   *
   * @param id hash without the witness, the leaf of the merkle tree
   * @param data network form, witness included
   */
  public record Transaction(Hash id, Bytes data) {
    public Transaction {
      Objects.requireNonNull(id);
      Objects.requireNonNull(data);
    }
  }

  public BlockTemplate {
    Objects.requireNonNull(previous);
    Objects.requireNonNull(coinbaseAux);
    Objects.requireNonNull(witnessCommitment);
    Objects.requireNonNull(mweb);
    transactions = List.copyOf(transactions);
  }
}
