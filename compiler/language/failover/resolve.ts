// `failover` to its model.
import { accessEnvironment, type Type } from '../../cel/index.ts';
import type { Finding } from '../../diagnostics/finding.ts';
import type { ScalarNode } from '../../source/node.ts';
import { readCondition } from '../conditions.ts';
import type { IssuersModel } from '../issuers/model.ts';
import type { Path, Scope } from '../room.ts';
import type { ServersModel } from '../servers/model.ts';
import { parseTimeout } from '../values.ts';
import {
  items,
  type Member,
  members,
  readAs,
  suggest,
  unwritten,
  type Word,
  wordOf,
  words,
} from '../words.ts';
import {
  type ChainModel,
  CLIENT_MS,
  type FailoverModel,
  type LinkModel,
  type TriggerModel,
  type TriggerWord,
  triggerWords,
} from './model.ts';

const usual: readonly TriggerWord[] = ['unreachable', 'timeout', 'http-5xx'];

interface Before {
  readonly servers: ServersModel;
  readonly issuers: IssuersModel;
}

export function resolveFailover(scope: Scope, before: Before): FailoverModel {
  const chains = members(scope, ['failover'])
    .map((member) => resolveChain(scope, before, member))
    .sort((a, b) => (a.name.text < b.name.text ? -1 : 1));
  return Object.freeze({ chains: new Map(chains.map((chain) => [chain.name.text, chain])) });
}

function resolveChain(
  scope: Scope,
  { servers: { servers }, issuers: { claims } }: Before,
  { key, path }: Member,
): ChainModel {
  const links = items(scope, [...path, 'chain']).map((at) => resolveLink(scope, at, claims));
  const sum = links.reduce((ms, { server }) => ms + (servers.get(server.text)?.timeoutMs ?? 0), 0);
  const safe = scope.node([...path, 'safe']);
  return Object.freeze({
    name: key,
    place: scope.place(key.range),
    links: Object.freeze(links),
    on: Object.freeze(resolveTriggers(scope, [...path, 'on'], claims)),
    written: scope.node([...path, 'on']) !== undefined,
    safe: safe?.kind === 'scalar' && safe.value === true,
    retryAfterMs: durationAt(scope, [...path, 'retryAfter']),
    timeoutMs: durationAt(scope, [...path, 'timeout']) ?? Math.min(CLIENT_MS, Math.max(sum, 1)),
    timeoutRange: scope.range([...path, 'timeout']),
  });
}

function durationAt(scope: Scope, path: Path): number | null {
  const word = words(scope, path)[0];
  return (word && readAs(scope, 'servers/timeout', word, parseTimeout)) ?? null;
}

function resolveLink(scope: Scope, path: Path, claims: Type): LinkModel {
  const range = scope.range(path);
  const args = scope.node([...path, 'args']);
  return Object.freeze({
    range,
    place: scope.place(range),
    server: words(scope, [...path, 'server'])[0] ?? unwritten('', range),
    tool: words(scope, [...path, 'tool'])[0] ?? null,
    args: args?.kind === 'scalar' ? readCondition(scope, args, accessEnvironment({ claims }), 'map') : null,
  });
}

function resolveTriggers(scope: Scope, path: Path, claims: Type): readonly TriggerModel[] {
  const node = scope.node(path);
  if (node?.kind !== 'list') return usual.map((kind) => ({ kind, word: unwritten(kind, scope.range(path)) }));
  return node.items.flatMap((item) => (item.kind === 'scalar' ? resolveTrigger(scope, item, claims) : []));
}

/** No condition is one word, but for the constants. */
export function isTriggerWord(text: string): boolean {
  return /^(?!true$|false$)[A-Za-z][A-Za-z0-9-]*$/.test(text);
}

function unknownTrigger({ text, range }: Word): Finding {
  return {
    rule: 'failover/unknown-trigger',
    severity: 'error',
    range,
    message: `There is no trigger “${text}”.`,
    help: `${suggest(text, triggerWords, '')} Or write a condition in CEL: 'result.isError'.`,
  };
}

function resolveTrigger(scope: Scope, node: ScalarNode, claims: Type): readonly TriggerModel[] {
  const word = wordOf(node);
  const kind = triggerWords.find((known) => known === word.text);
  if (kind !== undefined) return [{ kind, word }];
  if (isTriggerWord(word.text)) {
    scope.report(unknownTrigger(word));
    return [];
  }
  const condition = readCondition(scope, node, accessEnvironment({ phase: 'result', claims }), 'bool');
  return condition === null ? [] : [{ kind: 'result', word, condition }];
}
