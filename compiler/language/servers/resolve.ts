// `servers` to its model.
import { readValue } from '../late.ts';
import type { Path, Scope } from '../room.ts';
import { parseTimeout } from '../values.ts';
import { type Member, members, readAs, words } from '../words.ts';
import type { HttpModel, ServerModel, ServersModel, StdioModel } from './model.ts';
import { resolveTools } from './tools.ts';

export function resolveServers(scope: Scope): ServersModel {
  const all = members(scope, ['servers'])
    .map((member) => resolveServer(scope, member))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return Object.freeze({
    servers: new Map(all.map((server) => [server.name, server])),
    range: scope.keyRange(['servers']),
  });
}

const defaultTimeoutMs = 30_000;
const onlyHttp = new Set(['credentials', 'transport']);
const onlyStdio = new Set(['env', 'process']);

function resolveServer(scope: Scope, { key, path }: Member): ServerModel {
  const remote = scope.node([...path, 'url']) !== undefined;
  const foreign = remote ? onlyStdio : onlyHttp;
  const timeout = words(scope, [...path, 'timeout'])[0];
  return Object.freeze({
    name: key.text,
    range: key.range,
    place: scope.place(key.range),
    transport: remote ? resolveHttp(scope, path) : resolveStdio(scope, path),
    timeoutMs: (timeout && readAs(scope, 'servers/timeout', timeout, parseTimeout)) ?? defaultTimeoutMs,
    era: words(scope, [...path, 'era'])[0] ?? null,
    ask: words(scope, [...path, 'ask']),
    misplaced: members(scope, path).flatMap((member) => (foreign.has(member.key.text) ? [member.key] : [])),
    tools: resolveTools(scope, [...path, 'tools']),
  });
}

function resolveHttp(scope: Scope, path: Path): HttpModel {
  const at = [...path, 'url'];
  const url = readValue(scope, at, false) ?? {
    kind: 'literal' as const,
    text: '',
    range: scope.range(path),
  };
  return Object.freeze({
    kind: 'http',
    url,
    written: words(scope, at)[0] ?? words(scope, [...at, 'default'])[0] ?? null,
    pinned: words(scope, [...path, 'transport'])[0] ?? null,
    hosts: words(scope, [...at, 'hosts']),
    credentials: members(scope, [...path, 'credentials', 'header']).flatMap((member) => {
      const value = readValue(scope, member.path, true);
      return value === undefined ? [] : [Object.freeze({ field: member.key, value })];
    }),
  });
}

function resolveStdio(scope: Scope, path: Path): StdioModel {
  return Object.freeze({
    kind: 'stdio',
    command: words(scope, [...path, 'command']),
    env: members(scope, [...path, 'env']).flatMap((member) => {
      const value = readValue(scope, member.path, true);
      return value === undefined ? [] : [Object.freeze({ name: member.key, value })];
    }),
  });
}
