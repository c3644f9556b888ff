// `--watch-bundle`: a new file takes over while agents call; nothing is lost, and one that is not fit changes nothing.
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Backend, startBackend, tool } from '../../backends/index.ts';
import type { Host } from '../hosts.ts';
import { call, legacyClient, modernClient } from './clients.ts';
import { gatewayOf, stdioCommand } from './config.ts';
import { type Emitted, emit, replace, type Serving, serve, until } from './emitted.ts';
import { type Load, steadyLoad } from './load.ts';

const TOOLS = [tool('echo'), tool('slow', { delayMs: 700 }), tool('counted')];

export function swaps(host: Host, flags: readonly string[] = []): void {
  let backend: Backend;
  let emitted: Emitted;
  let gateway: Serving;
  let yaml: (more: string) => string;

  beforeAll(async () => {
    backend = await startBackend({ tools: TOOLS });
    const kid = stdioCommand({ eras: ['legacy'], tools: TOOLS });
    const servers = `  web: { url: "${backend.url}" }\n  kid: { command: ${kid} }\n`;
    yaml = (more) => gatewayOf(servers, more);
    emitted = await emit(yaml(limit(4)), {}, [
      'watch-bundle',
      ...(flags.includes('--workers') ? ['workers' as const] : []),
    ]);
    gateway = await serve(emitted, {}, host, ['--watch-bundle', ...flags]);
    await until(async () => (await call(gateway.url, 'writer', 'kid__echo')).status === 200);
  });
  afterAll(async () => {
    await gateway?.stop();
    emitted?.remove();
    await backend?.stop();
  });

  const limit = (burst: number, rate = '1/hour'): string =>
    `limits:\n  - { name: few, per: agent, tools: "*__counted", rate: ${rate}, burst: ${burst} }\n`;

  /** Puts another policy in place; resolves with its hash when it serves. */
  async function swap(more: string, hurry = true): Promise<string> {
    const policy = await replace(emitted, yaml(more));
    if (hurry) gateway.run.child.kill('SIGHUP');
    await gateway.run.stderrHas(`policy ${policy.slice(0, 12)} has taken over`);
    return policy;
  }

  const count = async (): Promise<number> => (await call(gateway.url, 'writer', 'web__counted')).status;

  it('loses no call and no session over several swaps', async () => {
    const clients = [await legacyClient(gateway.url, 'writer'), await modernClient(gateway.url, 'writer')];
    const load: Load = steadyLoad(clients, ['web__echo', 'kid__echo']);
    const slow = call(gateway.url, 'writer', 'web__slow');
    await until(() => backend.ledger.some(({ tool }) => tool === 'slow'));
    const policies = [emitted.policy];
    for (let round = 1; round <= 3; round++) policies.push(await swap(`${limit(4)}# ${round}\n`, round > 1));
    expect((await slow).status).toBe(200);
    expect((await gateway.audited(({ tool }) => tool === 'web__slow')).policy).toBe(emitted.policy);
    await load.more(20);
    const { failed, answered } = await load.stop();
    expect(failed).toEqual([]);
    for (const client of clients) await client.close();
    // Every policy served some of it, and each call left its record.
    await until(() => gateway.audit().filter(({ tool }) => tool?.endsWith('__echo')).length >= answered);
    expect([...new Set(gateway.audit().map(({ policy }) => policy))].sort()).toEqual(policies.sort());
    expect(new Set(backend.ledger.map(({ args }) => args)).size).toBe(backend.ledger.length);
  });

  it('keeps servers that are processes running', () => {
    expect(gateway.run.out.stderr.split('scripted backend on stdio')).toHaveLength(2);
  });

  it('refills no limit, and lets a changed one go on from what was used', async () => {
    for (let i = 0; i < 4; i++) expect(await count()).toBe(200);
    expect(await count()).toBe(429);
    await swap(`${limit(4)}# the same limit\n`);
    expect(await count()).toBe(429);
    await swap(limit(6, '30/hour'));
    expect([await count(), await count(), await count()]).toEqual([200, 200, 429]);
    expect(gateway.run.out.stderr).toContain('limit "few" is another one: what was used stays used');
  });

  it('goes on with the old policy where the new file is not fit, and says why', async () => {
    const before = gateway.run.out.stderr.length;
    const refused = async (why: RegExp): Promise<void> => {
      gateway.run.child.kill('SIGHUP');
      await until(() => why.test(gateway.run.out.stderr.slice(before)));
      expect((await call(gateway.url, 'writer', 'web__echo')).status).toBe(200);
    };
    writeFileSync(emitted.file, 'export const half = {');
    await refused(/gateway\.mjs is not taken, policy \w{12} goes on: it cannot be loaded: \S/);
    writeFileSync(emitted.file, 'export const policy = 1;');
    await refused(/it is no gateway that mcpgw compiled, or not all of it/);
    await replace(emitted, gatewayOf('  web: { url: { env: NOT_SET, hosts: [a.example] } }\n'));
    await refused(
      /its gateway cannot start:\n {2}environment variable NOT_SET is not set.*gateway\.yaml:\d+/,
    );
    await replace(emitted, yaml('listen: { host: 127.0.0.2 }\n'));
    await refused(/it listens on 127\.0\.0\.2:0: that needs a restart/);
    expect(gateway.run.out.stderr).not.toContain('data:text');
    await swap(limit(9));
  });
}
