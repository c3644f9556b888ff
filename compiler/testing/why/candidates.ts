// What is worth trying: the constants that conditions compare with, and their neighbours; whom `to` names; other times.
import type { Agent } from '../../../runtime/contract/identity.ts';
import type { AgentPlan } from '../../../runtime/contract/plan.ts';
import { childrenOf, type Typed } from '../../cel/typed.ts';
import type { AccessRuleModel } from '../../language/access/model.ts';
import { argAt, type Case, type Change, type Takes } from './change.ts';

/** Enough for any condition that a person reads; a bound for those that nobody does. */
const mostPaths = 12;
const mostConstants = 16;
/** Longer texts and lists than this nobody reads. */
const mostSized = 100;

/** @param rules those that speak of the tool */
export function candidates(
  rules: readonly AccessRuleModel[],
  of: Case,
  agents: readonly AgentPlan[],
  takes: Takes,
): readonly Change[] {
  const roots = rules.flatMap(({ when }) => (when === null ? [] : [when.compiled.root]));
  return [
    ...roots.flatMap((root) => argChanges(root, of, takes)),
    ...(roots.some(readsTime) ? times(of.time) : []),
    ...rules.flatMap(callerChanges),
    ...agents.map((agent): Change => ({ kind: 'agent', agent: agentOf(agent, of.agent) })),
  ];
}

function argChanges(root: Typed, { args }: Case, takes: Takes): readonly Change[] {
  if (takes === 'nothing') return [];
  const nodes = all(root);
  const constants = nodes.flatMap(constantOf).slice(0, mostConstants);
  const paths = new Map(nodes.flatMap((node) => pathOf(node) ?? []).map((path) => [path.join('\0'), path]));
  return [...paths.values()].slice(0, mostPaths).flatMap((path) => {
    const now = argAt(args, path);
    const found = [...constants.flatMap((constant) => near(constant, now)), ...plain(now)];
    const values = takes === 'texts' ? found.map(String) : found;
    const fresh = values.filter((value) => value !== now);
    const set = [...new Set(fresh)].map((value): Change => ({ kind: 'arg', path, value }));
    return now === undefined ? set : [...set, { kind: 'no-arg', path } as const];
  });
}

/** A constant, and what is just beside it: as text, before and after what stands there now. */
function near(constant: string | number | boolean, now: unknown): readonly unknown[] {
  if (typeof constant === 'boolean') return [constant, !constant];
  if (typeof constant === 'number')
    return [constant, constant + 1, constant - 1, ...sized(constant, now), ...sized(constant + 1, now)];
  const beside = typeof now === 'string' ? [now + constant, constant + now] : [];
  return [constant, `${constant}x`, `x${constant}`, ...beside];
}

/** Of what stands there now, as much. */
function sized(size: number, now: unknown): readonly unknown[] {
  if (!Number.isInteger(size) || size < 0 || size > mostSized) return [];
  if (typeof now === 'string') return [now.slice(0, size).padEnd(size, 'x')];
  if (!Array.isArray(now) || now.length === 0) return [];
  return [Array.from({ length: size }, (_, at) => now[at % now.length] as unknown)];
}

function plain(now: unknown): readonly unknown[] {
  if (typeof now === 'number') return [0, 1, -1];
  return typeof now === 'boolean' ? [!now] : now === undefined ? [0, 'x', true] : ['x'];
}

/** Each hour of the next week, on the hour. */
function times(now: number): readonly Change[] {
  const hour = 3_600_000;
  const first = Math.floor(now / hour) * hour + hour;
  return Array.from({ length: 7 * 24 }, (_, at) => ({ kind: 'time', time: first + at * hour }) as const);
}

function callerChanges({ to, when }: AccessRuleModel): readonly Change[] {
  const words = when === null ? [] : all(when.compiled.root);
  const texts = words.flatMap(constantOf).filter((constant) => typeof constant === 'string');
  const names = words.flatMap((node) => (node.kind === 'field' ? node.name : []));
  const named = (name: string): readonly string[] => (names.includes(name) ? texts : []);
  const roles = [...(to?.role ?? []).map(({ text }) => text), ...named('roles')];
  const teams = [...(to?.team ?? []).map(({ text }) => text), ...named('team')];
  return [
    ...roles.map((role): Change => ({ kind: 'role', role })),
    ...teams.map((team): Change => ({ kind: 'team', team })),
    ...(to?.labels ?? []).map(
      ({ key, value }): Change => ({ kind: 'label', key: key.text, value: value.text }),
    ),
    ...named('labels').flatMap((value) =>
      labelKeys(words).map((key): Change => ({ kind: 'label', key, value })),
    ),
  ];
}

/** Keys of `agent.labels` that a condition reads. */
function labelKeys(nodes: readonly Typed[]): readonly string[] {
  return nodes.flatMap((node) =>
    node.kind === 'index' && node.operand.kind === 'field' && node.operand.name === 'labels'
      ? constantOf(node.index).filter((key) => typeof key === 'string')
      : [],
  );
}

/** A declared agent, as it would be authenticated. */
function agentOf({ name, team, roles, labels }: AgentPlan, like: Agent): Agent {
  return { ...like, name, team, roles, labels, method: 'key' };
}

function readsTime(root: Typed): boolean {
  return all(root).some((node) => node.kind === 'field' && node.name === 'time');
}

export function all(node: Typed): readonly Typed[] {
  return [node, ...childrenOf(node).flatMap(all)];
}

function constantOf(node: Typed): readonly (string | number | boolean)[] {
  if (node.kind !== 'constant' || !('value' in node.constant)) return [];
  const { value } = node.constant;
  if (typeof value !== 'bigint') return [value];
  return Number.isSafeInteger(Number(value)) ? [Number(value)] : [];
}

/** Keys from `args` to a node; null where it is no argument. */
export function pathOf(node: Typed): readonly (readonly string[])[] | null {
  const path = keysTo(node);
  return path === null || path.length === 0 ? null : [path];
}

function keysTo(node: Typed): readonly string[] | null {
  if (node.kind === 'variable') return node.name === 'args' ? [] : null;
  if (node.kind === 'field' || node.kind === 'hasKey') {
    const operand = keysTo(node.operand);
    return operand && [...operand, node.kind === 'field' ? node.name : node.key];
  }
  if ((node.kind !== 'index' && node.kind !== 'optionalIndex') || node.index.kind !== 'constant') return null;
  const operand = keysTo(node.operand);
  const [key] = constantOf(node.index);
  return operand !== null && typeof key === 'string' ? [...operand, key] : null;
}
