// The command line of the MCP Inspector as a client, in each era and left to find out. It needs Node 22: installed apart,
// by install.mjs; skipped where it is missing.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainTools, type Backend as Scripted, startBackend } from '../backends/index.ts';
import { type Emitted, emit, hashOf, keyOf, type Serving, serve } from '../hosts/suite/emitted.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const node = here('../hosts/nodes/node_modules/node24/bin/node');
const program = here('suite/node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js');
const required = (process.env.MCPGW_TEST_REQUIRE ?? '').split(/[ ,]+/).includes('inspector');
const there = existsSync(node) && existsSync(program);

describe.runIf(there || required)('the Inspector', () => {
  let backend: Scripted;
  let emitted: Emitted;
  let gateway: Serving;

  beforeAll(async () => {
    backend = await startBackend({ tools: plainTools });
    emitted = await emit(`version: 1
name: inspected
agents: { ann: { keys: ["${hashOf('ann')}"] } }
servers: { plain: { url: "${backend.url}" } }
access: [{ name: everything, allow: "*" }]
`);
    gateway = await serve(emitted);
  });

  afterAll(async () => {
    await gateway?.stop();
    emitted?.remove();
    await backend?.stop();
  });

  async function inspect(era: string, ...more: string[]): Promise<unknown> {
    const header = `Authorization: Bearer ${keyOf('ann')}`;
    const args = ['--cli', gateway.url, '--transport', 'http', '--header', header, '--protocol-era', era];
    const env = { PATH: process.env.PATH, HOME: emitted.folder };
    const { stdout } = await promisify(execFile)(node, [program, ...args, ...more], { env });
    return JSON.parse(stdout);
  }

  it.each(['legacy', 'modern', 'auto'])(
    'lists and calls, %s',
    async (era) => {
      const listed = (await inspect(era, '--method', 'tools/list')) as { tools: { name: string }[] };
      expect(listed.tools.map(({ name }) => name)).toContain('plain__echo');
      const call = ['--method', 'tools/call', '--tool-name', 'plain__echo', '--tool-arg', 'text=hello'];
      const answer = (await inspect(era, ...call)) as { content: { text: string }[] };
      expect(answer.content[0]?.text).toContain('hello');
    },
    60_000,
  );
});
