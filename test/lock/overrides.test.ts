// What the gateway's author says of a tool in place of its server: seen by agents, judged by rules, compared with nothing.
import { afterEach, expect, test } from 'vitest';
import { type Backend, startBackend } from '../backends/index.ts';
import { type Emitted, emit, type Serving, serve } from '../hosts/suite/emitted.ts';
import { ask, gateway, lockText, scripted, search } from './world.ts';

const open: { backend?: Backend; emitted?: Emitted; serving?: Serving } = {};

afterEach(async () => {
  await open.serving?.stop();
  await open.backend?.stop();
  open.emitted?.remove();
});

const tools =
  'tools: { describe: { search: Finds by name. }, annotate: { "*": { title: T }, "s*": { readOnlyHint: true } } }';
const reads = '{ name: reads, allow: "*", when: tool.annotations.readOnlyHint }';
const locked = search('Finds.', { annotations: { readOnlyHint: false, idempotentHint: true } });

test.each([
  ['with a lock', 'lock: tools.lock.json'],
  ['without one', 'name: "{server}__{tool}"'],
])('%s', async (_, catalog) => {
  open.backend = await startBackend({ tools: [scripted(locked), scripted({ ...locked, name: 'other' })] });
  const yaml = gateway(`{ url: "${open.backend.url}", ${tools} }`, 'onDrift: hide')
    .replace('lock: tools.lock.json, onDrift: hide', catalog)
    .replace('{ name: all, allow: "*" }', reads);
  open.emitted = await emit(yaml, {
    'tools.lock.json': lockText({ crm: [locked, { ...locked, name: 'other' }] }),
  });
  open.serving = await serve(open.emitted);
  const { result } = await ask(open.serving.url, 'tools/list');
  expect(result?.tools).toEqual([
    {
      name: 'crm__search',
      description: 'Finds by name.',
      inputSchema: { type: 'object' },
      annotations: { readOnlyHint: true, idempotentHint: true, title: 'T' },
    },
  ]);
  const call = await ask(open.serving.url, 'tools/call', { name: 'crm__search' });
  expect(call.result?.isError).toBeUndefined();
});
