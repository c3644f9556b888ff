// A server of which the file says what it speaks is asked for nothing else.
import { expect, test } from 'vitest';
import type { Era } from '../../runtime/contract/message.ts';
import { httpBackend } from '../../runtime/servers/http.ts';
import { stdioBackend } from '../../runtime/servers/stdio.ts';
import { plainTools, type Backend as Scripted } from '../backends/index.ts';
import { stdioCommand } from '../hosts/suite/config.ts';
import { eachScripted, run, serverPlan, toolCall, type World } from './world.ts';

let world: World;
const scripted = eachScripted((made) => {
  world = made;
});

function over(url: string, era: Era) {
  const plan = serverPlan({ kind: 'http', url, hosts: [], credentials: {} });
  return httpBackend({ ...plan, era }, world.context);
}

function methods({ requests }: Scripted): string[] {
  return requests.map(({ body }) => /"method":"([^"]*)"/.exec(body)?.[1] ?? '');
}

test.each([
  ['legacy', ['initialize', 'notifications/initialized', 'tools/list', 'tools/call']],
  ['modern', ['server/discover', 'tools/list', 'tools/call']],
] as const)('a server of both eras that is pinned to the %s one', async (era, expected) => {
  const server = await scripted({});
  const backend = over(server.url, era);
  expect((await backend.list()).tools.length).toBeGreaterThan(0);
  expect((await run(backend, toolCall('echo'))).failure).toBeNull();
  expect(methods(server)).toEqual(expected);
  await backend.close();
});

test('a legacy server that is said to be modern is refused, and never sent `initialize`', async () => {
  const server = await scripted({ eras: ['legacy'] });
  const backend = over(server.url, 'modern');
  await expect(backend.list()).rejects.toThrow(/modern|HTTP/);
  expect(new Set(methods(server))).toEqual(new Set(['server/discover']));
  await backend.close();
});

test('a modern server that is said to be legacy is refused, and never probed', async () => {
  const server = await scripted({ eras: ['modern'] });
  const backend = over(server.url, 'legacy');
  await expect(backend.list()).rejects.toThrow(/initialize|HTTP/);
  expect(new Set(methods(server))).toEqual(new Set(['initialize']));
  await backend.close();
});

test.each(['legacy', 'modern'] as const)('a child that is pinned to the %s era', async (era) => {
  const command = JSON.parse(stdioCommand({ eras: [era], tools: plainTools })) as string[];
  const backend = stdioBackend({ ...serverPlan({ kind: 'stdio', command, env: {} }), era }, world.context);
  expect((await backend.list()).tools.length).toBeGreaterThan(0);
  await backend.close();
});
