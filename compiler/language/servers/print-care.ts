// How a server is looked after, in the plan; records the parts that do it.
import { printFunction } from '../../cel/index.ts';
import type { Builder } from '../../emit/builder.ts';
import { type Code, code, join } from '../../emit/code.ts';
import { recordFacts } from '../conditions.ts';
import { type Pattern, printPredicate } from '../patterns.ts';
import type { BalanceModel, HealthModel, ServerModel } from './model.ts';

/** Members of a server's plan. */
export function printCare(server: ServerModel, builder: Builder): object {
  const { balance, health, breaker, retry, queue, transport } = server;
  const several = transport.kind === 'http' && transport.several;
  if (several || health !== null) builder.stage('pool', { module: 'servers/balance/index', name: 'pool' });
  if (health !== null) builder.stage('health', { module: 'servers/health/index', name: 'healthStage' });
  if (health?.checks) builder.stage('checker', { module: 'servers/health/check', name: 'checker' });
  for (const name of ['breaker', 'retry', 'queue'] as const)
    if (server[name] !== null) builder.stage(`guards.${name}`, { module: `servers/${name}/index`, name });
  if (breaker !== null) builder.stage('breakers', { module: 'state/breakers', name: 'memoryBreakers' });
  if (several || (health ?? breaker ?? retry ?? queue) !== null) recordAttempts(builder);
  return {
    ...(balance && { balance: printBalance(balance, builder) }),
    ...(health && { health: printHealth(health) }),
    ...(breaker && { breaker: without(breaker) }),
    ...(retry && { retry: { ...without(retry), safe: printSafe(retry.safe, server, builder) } }),
    ...(queue && { queue: without(queue) }),
  };
}

/** The part that notes what becomes of each try: wherever there may be more than one. */
export function recordAttempts(builder: Builder): void {
  builder.stage('around', { module: 'servers/around', name: 'around' });
  builder.stage('ways', { module: 'servers/attempts', name: 'waysOf' });
  builder.stage('guards.attempts', { module: 'servers/attempts', name: 'attempts' });
}

function without<T extends { readonly range: unknown }>({ range: _, ...rest }: T): Omit<T, 'range'> {
  return rest;
}

function printBalance({ by, key, place }: BalanceModel, builder: Builder): object {
  if (key === null) return { by };
  recordFacts(key.compiled, builder);
  const { args, request } = key.compiled.reads;
  const text = printFunction(key.compiled, builder);
  return { by, key: builder.fn('balance', [`${place} balance:`, key.text], text), reads: { args, request } };
}

function printHealth({ checks, eject, slowStartMs }: HealthModel): object {
  return { ...(checks && { checks }), ...(eject && { eject }), slowStartMs };
}

/** Tools that may run twice: the author says so, or the lock. */
function printSafe(safe: readonly Pattern[], { reviewed }: ServerModel, builder: Builder): Code {
  const known = reviewed.filter(({ idempotent }) => idempotent).map(({ tool }) => tool);
  return oneOf(safe, known, builder);
}

/** Prints a predicate over names: one that a pattern matches, or one of `names`. */
export function oneOf(patterns: readonly Pattern[], names: readonly string[], builder: Builder): Code {
  const tests = [
    ...(patterns.length > 0 ? [code`(${printPredicate(patterns, builder)})(n)`] : []),
    ...(names.length > 0 ? [code`${names}.includes(n)`] : []),
  ];
  if (tests.length === 0) return code`() => false`;
  return patterns.length > 0 && names.length === 0
    ? printPredicate(patterns, builder)
    : code`(n) => ${join(tests, ' || ')}`;
}
