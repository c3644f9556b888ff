// Secrets of servers through a whole gateway: not in an answer, not in an audit record, not in the log.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Backend, startBackend, tool } from '../backends/index.ts';
import { ask, type Plain } from './suite/clients.ts';
import { gatewayOf } from './suite/config.ts';
import { type Emitted, emit, type Serving, serve, until } from './suite/emitted.ts';

const KEY = 'sk-canary-0123456789';
const CHILD = `console.error('I was given', process.env.SECRET);`;

let backend: Backend;
let emitted: Emitted;
let gateway: Serving;

beforeAll(async () => {
  const error = `{"jsonrpc":"2.0","id":$id,"error":{"code":-32000,"message":"no ${KEY}"}}`;
  const status = (code: number) => ({ kind: 'status', status: code, body: `bad key ${KEY}` }) as const;
  const faults = [401, 429, 500].map((code) => tool(`s${code}`, { fault: status(code) }));
  const tools = [...faults, tool('rpc', { fault: { kind: 'raw', text: error } })];
  backend = await startBackend({ tools, requires: ['x-api-key', KEY] });
  const child = JSON.stringify([process.execPath, '-e', CHILD]);
  emitted = await emit(
    gatewayOf(
      `  web: { url: "${backend.url}", credentials: { header: { X-Api-Key: { env: WEB_KEY } } } }\n` +
        `  child: { command: ${child}, env: { SECRET: { env: CHILD_KEY } } }\n`,
    ),
  );
  gateway = await serve(emitted, { WEB_KEY: KEY, CHILD_KEY: `${KEY}-child` });
});
afterAll(async () => {
  await gateway.stop();
  await backend.stop();
  emitted.remove();
});

it('a server that repeats its key and a child that prints it', async () => {
  const answers: Plain[] = [];
  for (const name of ['s401', 's429', 's500', 'rpc'])
    answers.push(
      await until(async () => {
        const answer = await ask(gateway.url, 'writer', 'tools/call', { name: `web__${name}` });
        return answer.text.includes('Unknown tool') ? null : answer;
      }),
    );
  await gateway.run.stderrHas('I was given ***');
  await gateway.audited(({ original }) => original === 'rpc');
  expect(backend.ledger.length).toBe(4);
  expect(answers.map(({ text }) => text).join()).toContain('no ***');
  expect(gateway.audit().map(({ reason }) => reason)).toContain('HTTP 429: bad key ***');
  const all = [...answers.map(({ text }) => text), gateway.run.out.stdout, gateway.run.out.stderr].join('\n');
  expect(all.split(KEY)).toHaveLength(1);
});
