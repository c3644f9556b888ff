// Tools of the catalog's own, end to end: listed with their own words, judged and audited by their own name, sent under the server's.
import { afterEach, expect, test } from 'vitest';
import { type Backend, startBackend } from '../backends/index.ts';
import { type Emitted, emit, type Serving, serve } from '../hosts/suite/emitted.ts';
import { ask, gateway, lockText, scripted, search } from '../lock/world.ts';

const open: { backend?: Backend; emitted?: Emitted; serving?: Serving } = {};

afterEach(async () => {
  await open.serving?.stop();
  await open.backend?.stop();
  open.emitted?.remove();
});

const locked = search('Finds.', {
  inputSchema: { type: 'object', required: ['q'], properties: { q: { type: 'string' } } },
});
const add = [
  'add: { plain: { to: { server: crm, tool: find } }',
  'told: { to: { server: crm, tool: find }, description: Finds by name., annotations: { readOnlyHint: true } } }',
].join(', ');

async function start(catalog: string, access: string, offered = locked): Promise<string> {
  open.backend = await startBackend({ tools: [scripted(offered)] });
  const yaml = gateway(`{ url: "${open.backend.url}", tools: { rename: { search: find } } }`, add)
    .replace('lock: tools.lock.json, ', catalog)
    .replace('{ name: all, allow: "*" }', access);
  open.emitted = await emit(yaml, { 'tools.lock.json': lockText({ crm: [locked] }) });
  open.serving = await serve(open.emitted);
  return open.serving.url;
}

const reads = '{ name: reads, allow: "*", when: tool.annotations.readOnlyHint && tool.name == "told" }';
const args = { arguments: { q: 'x' } };

test.each([
  ['without a lock', ''],
  ['with one', 'lock: tools.lock.json, '],
])('%s', async (_, catalog) => {
  const url = await start(catalog, reads);
  const { result } = await ask(url, 'tools/list');
  expect(result?.tools).toEqual([
    { ...locked, name: 'told', description: 'Finds by name.', annotations: { readOnlyHint: true } },
  ]);
  expect((await ask(url, 'tools/call', { name: 'told', ...args })).result?.isError).toBeUndefined();
  expect((await ask(url, 'tools/call', { name: 'plain', ...args })).error?.code).toBe(-32602);
  expect(open.backend!.ledger.map(({ tool }) => tool)).toEqual(['search']);
});

test('beside the tool itself, and its arguments are checked the same', async () => {
  const url = await start('lock: tools.lock.json, ', '{ name: all, allow: "*" }');
  const { result } = await ask(url, 'tools/list');
  expect(result?.tools?.map(({ name, description }) => [name, description])).toEqual([
    ['crm__find', 'Finds.'],
    ['plain', 'Finds.'],
    ['told', 'Finds by name.'],
  ]);
  const wrong = await ask(url, 'tools/call', { name: 'plain', arguments: { q: 7 } });
  expect(wrong.result?.content?.[0]?.text).toContain('“q” must be string');
});

test('goes with the tool that it leads to, and says so', async () => {
  const url = await start('lock: tools.lock.json, ', '{ name: all, allow: "*" }', {
    ...locked,
    title: 'Else',
  });
  expect((await ask(url, 'tools/list')).result?.tools).toEqual([]);
  const reason = '"crm__find" is hidden: its definition is not the one in the lock';
  await open.serving!.run.stderrHas(`tool "told" of server crm is hidden: ${reason}`);
  expect((await ask(url, 'tools/call', { name: 'told', ...args })).error?.code).toBe(-32602);
  expect(open.backend!.ledger).toEqual([]);
});
