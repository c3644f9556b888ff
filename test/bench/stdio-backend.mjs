// The same backend as a child that speaks stdio, for peers that know no other. It tells the HTTP backend's ledger what it
// has executed. node stdio-backend.mjs BYTES LEDGER_PORT
import { createAnswers } from './answers.mjs';

/** How long calls are gathered before the ledger hears of them, in milliseconds. The harness waits longer. */
const GATHER_MS = 50;

const [, , bytes, port] = process.argv;
const answers = createAnswers(Number(bytes));
let pending = Buffer.alloc(0);
let telling = false;

process.stdin.on('data', (chunk) => {
  pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
  let out = '';
  for (let end = pending.indexOf(10); end >= 0; end = pending.indexOf(10)) {
    const answer = answers.answer(pending.subarray(0, end));
    if (answer !== null) out += `${answer}\n`;
    pending = pending.subarray(end + 1);
  }
  process.stdout.write(out);
  if (answers.seen.length > 0 && !telling) setTimeout(tell, GATHER_MS);
  telling ||= answers.seen.length > 0;
});
process.stdin.on('end', () => process.exit());

async function tell() {
  telling = false;
  const body = answers.seen.join(' ');
  answers.seen = [];
  await fetch(`http://127.0.0.1:${port}/ledger`, { method: 'POST', body });
}
