// Time per scan of typical messages. Run after a build: node test/bench/scan.mjs [folder of the built protocol room]
// Prints microseconds per message (median of rounds) and exits 1 above a bound; SLACK multiplies the bounds.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const folder = resolve(process.argv[2] ?? new URL('../../dist/runtime/protocol', import.meta.url).pathname);
const { scanClient, scanServer } = await import(pathToFileURL(`${folder}/scan.js`).href);
const slack = Number(process.env.SLACK ?? 1);

const meta = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1.0.0' },
  'io.modelcontextprotocol/clientCapabilities': {},
  progressToken: 7,
};
const fields = Array.from({ length: 12 }, (_, i) => [
  `field_${i}`,
  i % 3 === 0 ? i * 1000 : `value number ${i} of this call, some words`,
]);
const call = (size) => ({
  jsonrpc: '2.0',
  id: 4711,
  method: 'tools/call',
  params: {
    name: 'crm__search',
    arguments: { ...Object.fromEntries(fields), text: 'x'.repeat(size) },
    _meta: meta,
  },
});
const answer = (text) => ({
  jsonrpc: '2.0',
  id: 4711,
  result: { content: [{ type: 'text', text }], isError: false },
});
const rows = JSON.stringify(
  Array.from({ length: 700 }, (_, i) => ({
    id: i,
    name: `customer ${i}`,
    open: i % 2 === 0,
    note: 'as agreed',
  })),
);

const cases = [
  ['call, 1 KB', (m) => scanClient(m, { depth: 64 }), call(200), 3],
  ['call, 64 KB string', (m) => scanClient(m, { depth: 64 }), call(65536), 60],
  ['answer, 1 KB', scanServer, answer('x'.repeat(950)), 3],
  ['answer, 64 KB string', scanServer, answer('x'.repeat(65536)), 40],
  ['answer, 64 KB of JSON as text', scanServer, answer(rows), 120],
];

function microseconds(scan, bytes, rounds) {
  const times = [];
  for (let round = 0; round < 9; round++) {
    const start = process.hrtime.bigint();
    for (let i = 0; i < rounds; i++) scan(bytes);
    times.push(Number(process.hrtime.bigint() - start) / rounds / 1000);
  }
  return times.sort((a, b) => a - b)[4];
}

// Every kind of message before any is timed: what is measured is the code as a busy gateway has it.
const inputs = cases.map(([, , value]) => Buffer.from(JSON.stringify(value)));
for (let i = 0; i < 3000; i++) for (const [k, [, scan]] of cases.entries()) scan(inputs[k]);

let failed = false;
for (const [k, [name, scan, , bound]] of cases.entries()) {
  const bytes = inputs[k];
  const scanned = scan(bytes);
  if (scanned === null || scanned.refused) throw new Error(`${name}: not scanned`);
  const time = microseconds(scan, bytes, bytes.length > 10000 ? 500 : 20000);
  const over = time > bound * slack;
  failed ||= over;
  console.log(
    `${name.padEnd(32)} ${String(bytes.length).padStart(6)} bytes ${time.toFixed(2).padStart(8)} µs  (bound ${bound})${over ? '  TOO SLOW' : ''}`,
  );
}
process.exit(failed ? 1 : 0);
