// `servers` to its model.
import type { Type } from '../../cel/index.ts';
import type { IssuersModel } from '../issuers/model.ts';
import { readValue, textAt } from '../late.ts';
import type { Path, Scope } from '../room.ts';
import { items, type Member, members, strings, words } from '../words.ts';
import { numberAt, resolveCare, timerAt } from './care.ts';
import type { AddressModel, HttpModel, ServerModel, ServersModel, StdioModel } from './model.ts';
import { reviewedOf } from './reviewed.ts';
import { resolveTools } from './tools.ts';

export function resolveServers(
  scope: Scope,
  { issuers: { claims } }: { readonly issuers: IssuersModel },
): ServersModel {
  const all = members(scope, ['servers'])
    .map((member) => resolveServer(scope, claims, member))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return Object.freeze({
    servers: new Map(all.map((server) => [server.name, server])),
    range: scope.keyRange(['servers']),
  });
}

const defaultTimeoutMs = 30_000;
const onlyHttp = new Set(['credentials', 'transport', 'balance']);
const onlyStdio = new Set(['env', 'process']);

function resolveServer(scope: Scope, claims: Type, { key, path }: Member): ServerModel {
  const several = scope.node([...path, 'urls']) !== undefined;
  const remote = several || scope.node([...path, 'url']) !== undefined;
  const foreign = remote ? onlyStdio : onlyHttp;
  const tools = resolveTools(scope, [...path, 'tools']);
  return Object.freeze({
    name: key.text,
    range: key.range,
    place: scope.place(key.range),
    transport: remote ? resolveHttp(scope, path, several) : resolveStdio(scope, path),
    timeoutMs: timerAt(scope, [...path, 'timeout']) ?? defaultTimeoutMs,
    ...resolveCare(scope, path, claims),
    reviewed: reviewedOf(scope, key.text, tools),
    era: words(scope, [...path, 'era'])[0] ?? null,
    ask: words(scope, [...path, 'ask']),
    tasks: textAt(scope, [...path, 'tasks']) === 'true',
    misplaced: members(scope, path).flatMap((member) => (foreign.has(member.key.text) ? [member.key] : [])),
    tools,
  });
}

function resolveHttp(scope: Scope, path: Path, several: boolean): HttpModel {
  const urls = several ? items(scope, [...path, 'urls']) : [[...path, 'url']];
  return Object.freeze({
    kind: 'http',
    addresses: Object.freeze(urls.map((at) => resolveAddress(scope, at))),
    several,
    pinned: words(scope, [...path, 'transport'])[0] ?? null,
    credentials: members(scope, [...path, 'credentials', 'header']).flatMap((member) => {
      const value = readValue(scope, member.path, true);
      return value === undefined ? [] : [Object.freeze({ field: member.key, value })];
    }),
  });
}

/** A URL; or one with a weight and labels. */
function resolveAddress(scope: Scope, path: Path): AddressModel {
  const inner = [...path, 'url'];
  const at = scope.node(inner) === undefined ? path : inner;
  const range = scope.range(path);
  return Object.freeze({
    range,
    url: readValue(scope, at, false) ?? { kind: 'literal' as const, text: '', range },
    written: words(scope, at)[0] ?? words(scope, [...at, 'default'])[0] ?? null,
    hosts: words(scope, [...at, 'hosts']),
    weight: numberAt(scope, [...path, 'weight']) ?? 1,
    labels: strings(scope, [...path, 'labels']),
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
