// An odd but legal backend arrives unchanged, byte by byte, in each pairing of eras, for tools, prompts and resources.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Backend, type BackendOptions, startBackend, type ToolScript } from '../backends/index.ts';
import { member } from '../backends/raw.ts';
import { type Emitted, emit, hashOf, keyOf, type Serving, serve, until } from '../hosts/suite/emitted.ts';
import { ARGUMENTS, BEFORE, type Case, definition, huge, PROMPTS, RESOURCES, TOOLS } from './cases.ts';

type Era = 'legacy' | 'modern';
const ERAS: readonly Era[] = ['legacy', 'modern'];

/** How a server writes its answers: whole, as events, as events byte by byte. */
const WRITING: Readonly<Record<string, Partial<BackendOptions>>> = {
  json: { answers: 'json' },
  sse: { answers: 'sse' },
  drip: { answers: 'sse', pieces: 1, newline: '\r\n' },
};

const KINDS = [
  { kind: 'tools', method: 'tools/call', key: 'name', cases: TOOLS },
  { kind: 'prompts', method: 'prompts/get', key: 'name', cases: PROMPTS },
  { kind: 'resources', method: 'resources/read', key: 'uri', cases: RESOURCES },
] as const;

/** What a modern server adds to a result; it stands at its end, where nobody expects it. */
const DONE: Readonly<Record<string, string>> = {
  tools: ',"resultType":"complete"',
  prompts: ',"resultType":"complete"',
  resources: ',"ttlMs":5,"resultType":"complete","cacheScope":"private"',
};

/** What a modern client is told of a legacy server's result, and the legacy server did not say. */
const ADDED: Readonly<Record<string, string>> = {
  tools: '"resultType":"complete",',
  prompts: '"resultType":"complete",',
  resources: '"ttlMs":0,"cacheScope":"private","resultType":"complete",',
};

const VAST = `{${huge()}}`;

const nameOf = (server: string, kind: string, name: string): string =>
  kind === 'resources' ? `odd://${server}/${name}` : name;

function scripts(server: string, era: Era, kind: string, cases: readonly Case[]): ToolScript[] {
  return cases.map(({ name, members }) => ({
    definition: definition(kind === 'resources' ? 'uri' : 'name', nameOf(server, kind, name)),
    result: `{ ${members}${era === 'modern' ? DONE[kind] : ''} }`,
    before: BEFORE,
    progress: 2,
  }));
}

const servers = ERAS.flatMap((era) =>
  Object.keys(WRITING).map((writing) => ({ era, writing, name: `${era}-${writing}` })),
);
let backends: Backend[] = [];
let emitted: Emitted;
let gateway: Serving;
let session: string;

beforeAll(async () => {
  backends = await Promise.all(
    servers.map(({ era, writing, name }) => {
      const fitting = (cases: readonly Case[]) => cases.filter(({ big }) => writing !== 'drip' || !big);
      const [tools, prompts, resources] = KINDS.map(({ kind, cases }) =>
        scripts(name, era, kind, fitting(cases)),
      );
      const error = '{ "code":-31000 ,"x-unknown":1.0,"message":"no","data":[9007199254740993,"\\ud800"]}';
      const vast = { definition: definition('name', 'vast'), result: VAST };
      const fails = { definition: definition('name', 'errs'), error };
      return startBackend({
        ...WRITING[writing],
        eras: [era],
        logs: true,
        tools: [...tools!, fails, ...(writing === 'json' ? [vast] : [])],
        prompts,
        resources,
      } as BackendOptions);
    }),
  );
  const urls = servers.map(({ name }, at) => `  ${name}: { url: "${backends[at]!.url}" }\n`);
  emitted = await emit(`version: 1
name: faithful
agents: { ann: { keys: ["${hashOf('ann')}"] } }
servers:
${urls.join('')}access:
  - { name: everything, allow: { tools: "*", prompts: "*", resources: "**" } }
`);
  // Whoever parses what is vast runs out of this heap; bytes that pass are no part of it.
  gateway = await serve(emitted, { NODE_OPTIONS: '--max-old-space-size=32' });
  session = await initialize();
  await until(async () => (await ask('modern', 'tools/list')).json.includes('modern-drip__types'));
}, 60_000);

afterAll(async () => {
  await gateway?.stop();
  emitted?.remove();
  await Promise.all(backends.map((backend) => backend.stop()));
});

const FIELDS = () => ({
  authorization: `Bearer ${keyOf('ann')}`,
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
});

async function initialize(): Promise<string> {
  const params =
    '{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"raw","version":"1"}}';
  const body = `{"jsonrpc":"2.0","id":0,"method":"initialize","params":${params}}`;
  const answer = await fetch(gateway.url, { method: 'POST', headers: FIELDS(), body });
  return answer.headers.get('mcp-session-id')!;
}

const META: Readonly<Record<Era, string>> = {
  legacy: '',
  modern:
    '"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{},"io.modelcontextprotocol/logLevel":"error",',
};

/** One request; the raw JSON of its answer, and of what came before. `params` are raw members, each with its comma. */
async function ask(era: Era, method: string, params = '', name: string | null = null, token = '"t"') {
  const own =
    era === 'legacy'
      ? { 'mcp-session-id': session }
      : { 'mcp-protocol-version': '2026-07-28', 'mcp-method': method };
  const headers = { ...FIELDS(), ...own, ...(era === 'modern' && name !== null ? { 'mcp-name': name } : {}) };
  const meta = `"_meta":{${META[era]}"progressToken":${token},"x/y":9007199254740993}`;
  const body = `{"jsonrpc":"2.0","id": "i\\/d" ,"method":"${method}","params":{${params}${meta}}}`;
  const text = await (await fetch(gateway.url, { method: 'POST', headers, body })).text();
  if (text.startsWith('{')) return { json: text, before: [] };
  const events = text.split('\n\n').flatMap((event) => /(?:^|\n)data: (\{.*)$/s.exec(event)?.[1] ?? []);
  return { json: events.at(-1)!, before: events.slice(0, -1) };
}

describe.each(ERAS)('to a %s client', (era) => {
  describe.each(servers)('from $name', ({ name: server, era: backendEra, writing }) => {
    const at = servers.findIndex(({ name }) => name === server);

    it.each(KINDS)('$kind', async ({ kind, method, key, cases }) => {
      for (const { name, members, big } of cases) {
        if (big && writing === 'drip') continue;
        const subject = kind === 'resources' ? nameOf(server, kind, name) : `${server}__${name}`;
        const args = kind === 'resources' ? '' : `"arguments":${ARGUMENTS},`;
        const { json, before } = await ask(
          era,
          method,
          `"${key}":${JSON.stringify(subject)},"x-params":[1.0 ],${args}`,
          subject,
        );
        const added = era === 'modern' && backendEra === 'legacy' ? ADDED[kind]! : '';
        // What is too large to be held is known to its end when the end has come.
        const [first, last] = big ? ['', atEnd(added)] : [added, ''];
        const given = `{${first} ${members}${backendEra === 'modern' ? DONE[kind] : ''} ${last}}`;
        // Not by toBe: what differs in five megabytes is nothing to print.
        expect(
          json === `{"jsonrpc":"2.0","id":"i\\/d","result":${given}}`,
          `${name}: ${json.slice(0, 500)}`,
        ).toBe(true);
        if (writing !== 'json') expect(before).toEqual([...progress(), ...BEFORE]);
        const { message } = backends[at]!.ledger.at(-1)!;
        const params = member(message, 'params')!;
        if (args !== '') expect(member(params, 'arguments')).toBe(ARGUMENTS);
        expect([member(params, 'x-params'), member(params, '_meta', 'x/y')]).toEqual([
          '[1.0 ]',
          '9007199254740993',
        ]);
      }
    });

    it.runIf(writing === 'json')('more than could be parsed', async () => {
      const { json } = await ask(era, 'tools/call', `"name":"${server}__vast",`, `${server}__vast`);
      const given = era === 'modern' ? VAST.replace(/}$/, `${atEnd(ADDED.tools!)}}`) : VAST;
      expect(json === `{"jsonrpc":"2.0","id":"i\\/d","result":${given}}`).toBe(true);
    });

    it('errors', async () => {
      const { json } = await ask(era, 'tools/call', `"name":"${server}__errs",`, `${server}__errs`);
      expect(member(json, 'error')).toBe(
        '{ "code":-31000 ,"x-unknown":1.0,"message":"no","data":[9007199254740993,"\\ud800"]}',
      );
    });
  });

  it.each(KINDS)('definitions of $kind', async ({ kind, cases, key }) => {
    const { json } = await ask(era, `${kind}/list`);
    for (const { name: server } of servers)
      for (const { name } of cases.filter(({ big }) => !big)) {
        const shown = kind === 'resources' ? nameOf(server, kind, name) : `${server}__${name}`;
        expect(json).toContain(definition(key, shown));
      }
  });
});

/** Members that end with a comma, where they begin with one. */
function atEnd(added: string): string {
  return added === '' ? '' : `,${added.slice(0, -1)}`;
}

function progress(): string[] {
  const of = (n: number) =>
    `{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":"t","progress":${n},"total":2,"x-unknown":9007199254740993}}`;
  return [of(1), of(2)];
}
