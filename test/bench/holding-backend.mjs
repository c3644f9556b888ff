// A stdio server whose calls report progress once and then never end: each holds one stream open.
import { createInterface } from 'node:readline';
import { createAnswers } from './answers.mjs';

const answers = createAnswers(0);

createInterface({ input: process.stdin }).on('line', (line) => {
  const { method, params } = JSON.parse(line);
  if (method === 'tools/call') {
    const { progressToken } = params._meta;
    const report = {
      jsonrpc: '2.0',
      method: 'notifications/progress',
      params: { progressToken, progress: 1 },
    };
    process.stdout.write(`${JSON.stringify(report)}\n`);
    return;
  }
  const answer = answers.answer(Buffer.from(line));
  if (answer !== null) process.stdout.write(`${answer}\n`);
});
