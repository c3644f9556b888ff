// What of a list of tools is taken, and why the rest is left out.
import { expect, test } from 'vitest';
import { encode } from '../../runtime/protocol/bytes.ts';
import { mirrorOf } from '../../runtime/protocol/param-headers.ts';
import { scanServer } from '../../runtime/protocol/scan.ts';
import type { Agreement } from '../../runtime/servers/link.ts';
import { type Ask, listAll } from '../../runtime/servers/listing.ts';

const agreement: Agreement = {
  era: 'modern',
  version: '2026-07-28',
  capabilities: { tools: {} },
  instructions: null,
};

/** Answers `tools/list` with these results or errors, in turn; the last one again and again. */
function answers(...raw: readonly string[]): { ask: Ask; asked: string[] } {
  const asked: string[] = [];
  const ask: Ask = (method, params) => {
    const text = raw[Math.min(asked.length, raw.length - 1)] ?? '';
    asked.push(`${method} ${params}`);
    return Promise.resolve(scanServer(encode(`{"jsonrpc":"2.0","id":1,${text}}`))!);
  };
  return { ask, asked };
}

const schema = '"inputSchema":{"type":"object"}';

test('left out, with the reason', async () => {
  const tools = [
    `{"name":"good",${schema}}`,
    `{"name":"good","description":"again",${schema}}`,
    `{"name":"twice","n\\u0061me":"other",${schema}}`,
    `{${schema}}`,
    `{"name":7,${schema}}`,
    `{"name":"",${schema}}`,
    `{"name":"a\\nb",${schema}}`,
    `{"name":"${'x'.repeat(513)}",${schema}}`,
    '{"name":"schemaless"}',
    '{"name":"header","inputSchema":{"type":"object","properties":{"a":{"type":"number","x-mcp-header":"A"}}}}',
    '"text"',
    'null',
  ];
  const { ask } = answers(`"result":{"tools":[${tools.join(' , ')}],"ttlMs":5}`);
  const listing = await listAll(ask, agreement, mirrorOf);
  expect(listing.tools.map((one) => one.name)).toEqual(['good']);
  expect(
    listing.rejected.map(({ name, reason }) => `${name.slice(0, 10)}: ${reason.slice(0, 46)}`),
  ).toMatchInlineSnapshot(`
    [
      "good: its name is listed twice; the first one counts",
      "other: its definition has the key "name" twice",
      ": its name is not 1 to 512 printable characters",
      "7: its name is not 1 to 512 printable characters",
      ": its name is not 1 to 512 printable characters",
      "a?b: its name is not 1 to 512 printable characters",
      "xxxxxxxxxx: its name is not 1 to 512 printable characters",
      "schemaless: it or its inputSchema is not an object",
      "header: x-mcp-header at property a: its type must be s",
      ": it or its inputSchema is not an object",
      ": it or its inputSchema is not an object",
    ]
  `);
  expect(listing.ttlMs).toBe(5);
  const lenient = await listAll(
    answers(`"result":{"tools":[${tools[9]}]}`).ask,
    { ...agreement, era: 'legacy' },
    mirrorOf,
  );
  expect(lenient.tools.map((one) => [one.name, one.mirror])).toEqual([['header', null]]);
  const headless = await listAll(answers(`"result":{"tools":[${tools[9]}]}`).ask, agreement, null);
  expect(headless.tools.map((one) => [one.name, one.mirror])).toEqual([['header', null]]);
});

test('pages: cursors are passed on as they came, the shortest life counts', async () => {
  const page = (name: string, more: string) => `"result":{"tools":[{"name":"${name}",${schema}}]${more}}`;
  const { ask, asked } = answers(page('a', ',"nextCursor":"\\"1\\u0000","ttlMs":9'), page('b', ',"ttlMs":7'));
  const listing = await listAll(ask, agreement, mirrorOf);
  expect(listing.tools.map((one) => one.name)).toEqual(['a', 'b']);
  expect(asked).toEqual(['tools/list ', 'tools/list "cursor":"\\"1\\u0000"']);
  expect(listing.ttlMs).toBe(7);
});

test.each([
  ['a cursor that repeats', '"result":{"tools":[],"nextCursor":"x"}', 'does not end'],
  ['no tools', '"result":{}', 'has no array of tools'],
  ['two lists', '"result":{"tools":[],"tools":[]}', 'has no array of tools'],
  ['no array', '"result":{"tools":{}}', 'has no array of tools'],
  ['an element that is no JSON', '"result":{"tools":[{"name":x}]}', 'has no array of tools'],
  ['an error', '"error":{"code":-32603,"message":"broken"}', 'refuses tools/list: error -32603: broken'],
])('%s', async (_, raw, reason) => {
  await expect(listAll(answers(raw).ask, agreement, mirrorOf)).rejects.toThrow(reason);
});

test('a server that declares no tools need not know the method', async () => {
  const { ask } = answers('"error":{"code":-32601,"message":"no"}');
  expect(await listAll(ask, { ...agreement, capabilities: {} }, mirrorOf)).toMatchObject({
    tools: [],
    ttlMs: null,
    rejected: [],
  });
  await expect(listAll(ask, agreement, mirrorOf)).rejects.toThrow('refuses tools/list');
});
