'use strict';

const { KeyRing, MTX, Script, consensus } = require('bcoin');
const sha256 = require('bcrypto/lib/sha256');

const FEE = 10000;

/**
 * One key, the same in every run, and what the chain pays to it: as P2PKH ("legacy") and as P2WPKH ("segwit"), by
 * whomever the block was mined.
 */
class Wallet {
  constructor() {
    const secret = sha256.digest(Buffer.from('adit testing', 'ascii'));
    this.rings = new Map();
    this.scripts = new Map();
    for (const kind of ['legacy', 'segwit']) {
      const ring = KeyRing.fromPrivate(secret, true);
      ring.witness = kind === 'segwit';
      this.rings.set(kind, ring);
      this.scripts.set(kind, Script.fromAddress(ring.getAddress()));
    }
    this.coins = [];
    this.spent = new Set();
  }

  publicKey() {
    return this.rings.get('legacy').getPublicKey('hex');
  }

  /** Whom a block of that height should pay, so that coins of both kinds are there. */
  addressFor(height) {
    return this.rings.get(height % 2 === 0 ? 'legacy' : 'segwit').getAddress();
  }

  connect(height, block) {
    for (const tx of block.txs) {
      for (const input of tx.inputs)
        this.spent.add(input.prevout.toKey());
      for (const [kind, script] of this.scripts) {
        tx.outputs.forEach((output, index) => {
          if (output.script.equals(script))
            this.coins.push({ kind, tx, index, height });
        });
      }
    }
  }

  disconnect(block) {
    const gone = new Set(block.txs.map(tx => tx.txid()));
    this.coins = this.coins.filter(coin => !gone.has(coin.tx.txid()));
  }

  /** A signed transaction that pays the oldest ripe coin of that kind back to the key, less a fee. */
  spend(kind, height) {
    const coin = this.coins.find(({ kind: k, tx, index, height: h }) => k === kind
      && tx.outputs[index].value > FEE
      && !this.spent.has(key(tx, index))
      && (!tx.isCoinbase() || height + 1 - h >= consensus.COINBASE_MATURITY));
    if (!coin)
      throw new Error(`no ${kind} coin is ripe at height ${height}: mine more blocks to the key`);
    this.spent.add(key(coin.tx, coin.index));
    const ring = this.rings.get(kind);
    const mtx = new MTX();
    mtx.addTX(coin.tx, coin.index, coin.height);
    mtx.addOutput(ring.getAddress(), coin.tx.outputs[coin.index].value - FEE);
    mtx.sign(ring);
    return mtx.toTX();
  }
}

function key(tx, index) {
  return tx.hash('hex') + index;
}

module.exports = Wallet;
