// How a server is looked after: which address, is it well, how often is it asked, how much may it have to do.
import { accessEnvironment, type Type } from '../../cel/index.ts';
import type { ScalarNode } from '../../source/node.ts';
import { readCondition } from '../conditions.ts';
import { textAt } from '../late.ts';
import { pattern } from '../patterns.ts';
import type { Path, Scope } from '../room.ts';
import { parseTimeout } from '../values.ts';
import { readAs, words } from '../words.ts';
import type {
  BalanceModel,
  BreakerModel,
  HealthModel,
  QueueModel,
  RetryModel,
  ServerModel,
} from './model.ts';

type Care = Pick<ServerModel, 'balance' | 'health' | 'breaker' | 'retry' | 'queue'>;

export function resolveCare(scope: Scope, path: Path, claims: Type): Care {
  return {
    balance: resolveBalance(scope, [...path, 'balance'], claims),
    health: resolveHealth(scope, [...path, 'health']),
    breaker: resolveBreaker(scope, [...path, 'breaker']),
    retry: resolveRetry(scope, [...path, 'retry']),
    queue: resolveQueue(scope, path),
  };
}

/** The duration at a path, as a timer takes it, in milliseconds; null where there is none. */
export function timerAt(scope: Scope, path: Path): number | null {
  const word = words(scope, path)[0];
  return (word && readAs(scope, 'servers/timeout', word, parseTimeout)) ?? null;
}

export function numberAt(scope: Scope, path: Path): number | null {
  const text = textAt(scope, path);
  return text === null ? null : Number(text);
}

function resolveBalance(scope: Scope, path: Path, claims: Type): BalanceModel | null {
  const node = scope.node(path);
  if (node?.kind !== 'scalar') return null;
  const own = { place: scope.place(node.range), range: node.range };
  const inside = hashed(node);
  if (inside === null)
    return { by: String(node.value) as 'least-pending' | 'round-robin', ...own, key: null };
  return { by: 'hash', ...own, key: readCondition(scope, inside, accessEnvironment({ claims }), 'string') };
}

/** What stands in `hash(…)`; null where a policy has another name. */
export function hashed(node: ScalarNode): ScalarNode | null {
  const [text, head] = [String(node.value), 'hash('.length];
  if (!text.startsWith('hash(')) return null;
  const slice: ScalarNode['slice'] = (start, end) => node.slice(start + head, end + head);
  return { ...node, value: text.slice(head, -1), slice };
}

function resolveHealth(scope: Scope, path: Path): HealthModel | null {
  if (scope.node(path) === undefined) return null;
  const number = (key: string, given: number): number => numberAt(scope, [...path, key]) ?? given;
  const everyMs = timerAt(scope, [...path, 'every']);
  const failures = numberAt(scope, [...path, 'eject', 'failures']);
  const timeoutMs = timerAt(scope, [...path, 'timeout']) ?? 2000;
  return Object.freeze({
    range: scope.keyRange(path),
    checks:
      everyMs === null
        ? null
        : {
            everyMs,
            timeoutMs,
            unhealthyAfter: number('unhealthyAfter', 3),
            healthyAfter: number('healthyAfter', 2),
          },
    eject: failures === null ? null : { failures, ms: timerAt(scope, [...path, 'eject', 'for']) ?? 10_000 },
    slowStartMs: timerAt(scope, [...path, 'slowStart']) ?? 0,
  });
}

function resolveBreaker(scope: Scope, path: Path): BreakerModel | null {
  if (scope.node(path) === undefined) return null;
  return Object.freeze({
    range: scope.keyRange(path),
    failures: numberAt(scope, [...path, 'failures']) ?? 5,
    withinMs: timerAt(scope, [...path, 'within']) ?? 30_000,
    openMs: timerAt(scope, [...path, 'open']) ?? 15_000,
    ratio: numberAt(scope, [...path, 'ratio']) ?? 0.5,
  });
}

function resolveRetry(scope: Scope, path: Path): RetryModel | null {
  if (scope.node(path) === undefined) return null;
  return Object.freeze({
    range: scope.keyRange(path),
    attempts: numberAt(scope, [...path, 'attempts']) ?? 3,
    attemptMs: timerAt(scope, [...path, 'attemptTimeout']),
    hedgeMs: timerAt(scope, [...path, 'hedge']),
    safe: words(scope, [...path, 'safe']).map(({ text, range }) => pattern(text, range)),
  });
}

/** A queue without `concurrency` would never fill. */
function resolveQueue(scope: Scope, path: Path): QueueModel | null {
  const concurrency = numberAt(scope, [...path, 'concurrency']);
  if (concurrency === null) return null;
  return Object.freeze({
    range: scope.keyRange([...path, 'concurrency']),
    concurrency,
    length: numberAt(scope, [...path, 'queue', 'length']) ?? 0,
    waitMs: timerAt(scope, [...path, 'queue', 'wait']) ?? 1000,
  });
}
