// What is worth trying: what conditions compare arguments with, and its neighbours; whom `to` names; other times.
import type { Agent } from '../../../runtime/contract/identity.ts';
import type { Typed } from '../../cel/typed.ts';
import type { AccessRuleModel } from '../../language/access/model.ts';
import type { Condition } from '../../language/conditions.ts';
import { argAt, type Case, type Change, type Takes } from './change.ts';
import { claimChanges } from './claims.ts';
import { all, constantOf, pathsIn, timeOf, values } from './constants.ts';
import { comparedWith, otherThan, type Scalar, valuesFor } from './values.ts';

/** Enough for any condition that a person reads; a bound for those that nobody does. */
const mostPaths = 12;
const mostCompared = 32;

/**
 * @param rules those that speak of the tool
 * @param conditions what decides by arguments and the time
 */
export function candidates(
  rules: readonly AccessRuleModel[],
  conditions: readonly Condition[],
  of: Case,
  others: readonly Other[],
  takes: Takes,
): readonly Change[] {
  const roots = conditions.map(({ compiled }) => compiled.root);
  const nodes = roots.flatMap(all);
  return [
    ...argChanges(roots, of, takes),
    ...(nodes.some(isTime) ? times(of.time, nodes.flatMap(timeOf)) : []),
    ...claimChanges(rules, conditions, of),
    ...(of.token === null || of.token.declared ? callerChanges(rules, of.agent) : []),
    ...others.map((other): Change => ({ kind: 'agent', ...other })),
  ];
}

/** Another caller: by the name that it is asked for, and whom it is. */
export type Other = Pick<Extract<Change, { readonly kind: 'agent' }>, 'as' | 'agent'>;

function argChanges(roots: readonly Typed[], of: Case, takes: Takes): readonly Change[] {
  if (takes === 'nothing') return [];
  const { args } = of;
  const nodes = roots.flatMap(all);
  const paths = pathsIn(roots, (node) => node.kind === 'variable' && node.name === 'args').slice(
    0,
    mostPaths,
  );
  const beside = [...comparedWith(roots.flatMap(values), namesIn(nodes, of)), ...timesAround(nodes, of)];
  const some = beside.slice(0, mostCompared);
  return paths.flatMap((path) => {
    const now = argAt(args, path);
    const others = paths.filter((other) => other !== path).map((other) => argAt(args, other));
    const tried = valuesFor(now, [...some, ...others.filter(isScalar)]);
    const taken = takes === 'texts' ? tried.filter(isScalar).map(String) : tried;
    const set = otherThan(now, taken).map((value): Change => ({ kind: 'arg', path, value }));
    return now === undefined ? set : [...set, { kind: 'no-arg', path } as const];
  });
}

const isScalar = (value: unknown): value is Scalar => ['string', 'number', 'boolean'].includes(typeof value);

/** Who calls, where conditions read that: an argument may have to name them. */
function namesIn(nodes: readonly Typed[], { agent }: Case): readonly string[] {
  if (!nodes.some(namesAgent)) return [];
  return [agent.name, agent.team, ...agent.roles, ...Object.values(agent.labels)].filter(
    (name) => name !== '',
  );
}

/** Who it is, or of what: not what stands in its token. */
function namesAgent(node: Typed): boolean {
  return (
    node.kind === 'field' &&
    ['name', 'team', 'roles', 'labels'].includes(node.name) &&
    node.operand.kind === 'variable' &&
    node.operand.name === 'agent'
  );
}

/** A minute before and after now: an argument may have to be a time. */
function timesAround(nodes: readonly Typed[], { time }: Case): readonly string[] {
  return nodes.some(isTime) ? [-60_000, 60_000].map((ms) => new Date(time + ms).toISOString()) : [];
}

/** Each hour of the next week, on the hour; the first of each month of the next year; just beside times that are named. */
function times(now: number, named: readonly number[]): readonly Change[] {
  const hour = 3_600_000;
  const first = Math.floor(now / hour) * hour + hour;
  const hours = Array.from({ length: 7 * 24 }, (_, at) => first + at * hour);
  const date = new Date(now);
  const months = Array.from({ length: 12 }, (_, at) =>
    Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + at + 1),
  );
  const beside = named.flatMap((time) => [time - 60_000, time, time + 60_000]);
  return [...new Set([...hours, ...months, ...beside])].map((time) => ({ kind: 'time', time }));
}

/** The caller without one of what it has. */
function lesser({ roles, team, labels }: Agent): readonly Change[] {
  return [
    ...roles.map((role): Change => ({ kind: 'no-role', role })),
    ...Object.keys(labels).map((key): Change => ({ kind: 'no-label', key })),
    ...(team === '' ? [] : [{ kind: 'no-team' } as const]),
  ];
}

/** Another team, other roles and labels: of a caller of whom the gateway's file says them. */
function callerChanges(rules: readonly AccessRuleModel[], agent: Agent): readonly Change[] {
  return [...rules.flatMap(wanted), ...lesser(agent)];
}

/** What a rule asks of a caller. */
function wanted({ to, when }: AccessRuleModel): readonly Change[] {
  const words = when === null ? [] : all(when.compiled.root);
  const compared = when === null ? [] : values(when.compiled.root);
  const texts = compared.flatMap(constantOf).filter((constant) => typeof constant === 'string');
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

const isTime = (node: Typed): boolean => node.kind === 'field' && node.name === 'time';
