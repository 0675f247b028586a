'use strict';

// A bcoin full node on regtest, in memory, that a test drives: commands come as JSON lines on stdin, answers go as JSON
// lines to stdout, the first of which says that the node is ready. It ends when stdin does. See README.md.

process.env.NODE_BACKEND = 'js';

// bcoin loads this native module even where it keeps everything in memory; it was installed without its build.
const leveldown = require.resolve('leveldown');
require.cache[leveldown] = { id: leveldown, filename: leveldown, loaded: true, exports: class LevelDown {} };

const readline = require('readline');
const { FullNode, Block } = require('bcoin');
const ChainFile = require('./chain-file');
const Wallet = require('./wallet');

const FIRST_SEGWIT_BLOCK = 432;

function options(args) {
  const known = { 'rpc-port': '0', 'api-key': 'adit', chain: '' };
  for (let i = 0; i < args.length; i += 2) {
    const name = args[i].replace(/^--/, '');
    if (!(name in known) || args[i + 1] == null)
      throw new Error(`${args[i]} (expected: ${Object.keys(known).map(key => `--${key} VALUE`).join(' ')})`);
    known[name] = args[i + 1];
  }
  return known;
}

/**
 * bcoin keeps the template it made until a block connects. One that was being made while a block connected is kept all
 * the same, and handed out for the old tip until the next block: make another as long as that happens.
 */
function neverServeAnOldTip(node) {
  const getTemplate = node.rpc.getTemplate.bind(node.rpc);
  node.rpc.getTemplate = async () => {
    let attempt = await getTemplate();
    while (attempt.prevBlock !== node.chain.tip.hash) {
      node.rpc.refreshBlock();
      attempt = await getTemplate();
    }
    return attempt;
  };
}

function commands(node, wallet) {
  const tip = () => ({ height: node.chain.height, hash: node.chain.tip.rhash(), mempool: node.mempool.map.size });
  return {
    tip,

    async mine({ blocks = 1 }) {
      for (let i = 0; i < blocks; i++) {
        const address = wallet.addressFor(node.chain.height + 1);
        const block = await node.miner.cpu.mineBlock(node.chain.tip, address);
        await node.chain.add(block);
      }
      return tip();
    },

    async send({ legacy = 0, segwit = 0 }) {
      // bcoin's mempool takes witnesses one block later than its chain.
      if (segwit > 0 && node.chain.height < FIRST_SEGWIT_BLOCK)
        throw new Error(`height: ${node.chain.height} (expected, for segwit: >= ${FIRST_SEGWIT_BLOCK})`);
      const ids = [];
      for (const [kind, count] of [['legacy', legacy], ['segwit', segwit]]) {
        for (let i = 0; i < count; i++) {
          const tx = wallet.spend(kind, node.chain.height);
          const missing = await node.mempool.addTX(tx);
          if (missing)
            throw new Error(`${tx.txid()} spends what is not there`);
          ids.push(tx.txid());
        }
      }
      // bcoin lets a template grow ten seconds old before it looks at new transactions.
      node.rpc.refreshBlock();
      return { ids };
    },

    async block({ hash }) {
      const entry = await node.chain.getEntry(Buffer.from(hash, 'hex').reverse().toString('hex'));
      if (!entry)
        throw new Error(`no block ${hash}`);
      const block = await node.chain.getBlock(entry.hash);
      return {
        height: entry.height,
        main: await node.chain.isMainChain(entry),
        transactions: block.txs.length,
        witnesses: block.txs.filter((tx, i) => i > 0 && tx.hasWitness()).length,
        raw: block.toRaw().toString('hex')
      };
    }
  };
}

async function answer(handlers, line) {
  let id = null;
  try {
    const request = JSON.parse(line);
    id = request.id;
    const handler = handlers[request.command];
    if (!handler)
      throw new Error(`command: ${request.command} (expected: ${Object.keys(handlers).join(', ')})`);
    return { id, result: await handler(request) };
  } catch (e) {
    return { id, error: e.reason || e.message };
  }
}

function print(value) {
  process.stdout.write(JSON.stringify(value) + '\n');
}

async function main() {
  const settings = options(process.argv.slice(2));
  const node = new FullNode({
    network: 'regtest',
    memory: true,
    workers: false,
    listen: false,
    persistent: false,
    requireStandard: false,
    httpHost: '127.0.0.1',
    httpPort: Number(settings['rpc-port']),
    apiKey: settings['api-key'],
    logConsole: false,
    logFile: false
  });
  node.on('error', (err) => {
    if (err.type !== 'VerifyError')
      process.stderr.write(`${err.stack}\n`);
  });
  neverServeAnOldTip(node);

  const wallet = new Wallet();
  const file = new ChainFile(settings.chain);
  node.chain.on('connect', (entry, block) => wallet.connect(entry.height, block));
  node.chain.on('disconnect', (entry, block) => wallet.disconnect(block));

  // Before the RPC port opens, so that nobody is told of a tip that is on its way out.
  const openPort = node.http.open.bind(node.http);
  node.http.open = async () => {
    for (const raw of file.read())
      await node.chain.add(Block.fromRaw(raw, 'hex'));
    node.chain.on('connect', (entry, block) => file.append(block.toRaw().toString('hex')));
    await openPort();
  };
  await node.open();

  const handlers = commands(node, wallet);
  print({ rpcPort: node.http.address().port, publicKey: wallet.publicKey(), ...handlers.tip() });

  let previous = Promise.resolve();
  const input = readline.createInterface({ input: process.stdin });
  input.on('line', (line) => {
    previous = previous.then(async () => print(await answer(handlers, line)));
  });
  input.on('close', () => process.exit(0));
}

main().catch((e) => {
  process.stderr.write(`${e.stack}\n`);
  process.exit(1);
});
