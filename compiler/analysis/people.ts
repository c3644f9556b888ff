// Who can call, and whom each rule concerns of them.
import { mayBear, scopesAsked } from '../language/access/bearers.ts';
import type { AccessRuleModel, ToModel } from '../language/access/model.ts';
import type { Callers } from '../language/agents/bears.ts';
import {
  type AgentClass,
  bearerClasses,
  concerns,
  declaredClasses,
  mayConcern,
  needsProof,
  toKey,
} from './classes.ts';
import { once } from './once.ts';

export interface People {
  /** Of all rules. */
  readonly classes: readonly AgentClass[];
  /** Indices of classes in which everybody is who can call. */
  readonly everyone: readonly number[];
  /** Indices of the classes of those whom a rule concerns. Worked out once for all rules of one `to`. */
  of(rule: AccessRuleModel): readonly number[];
  /** Does a rule concern each of a class? */
  concerns(rule: AccessRuleModel, person: number): boolean;
  /** Is there, perhaps, a caller whom both concern? */
  meet(one: AccessRuleModel, other: AccessRuleModel): boolean;
  /** Does `wide` concern everyone that `narrow` concerns, whoever there is? */
  covers(wide: AccessRuleModel, narrow: AccessRuleModel): boolean;
}

export function peopleOf(callers: Callers, rules: readonly AccessRuleModel[]): People {
  const { anonymous } = callers.agents;
  const declared = declaredClasses(callers, rules);
  const classes = [...declared];
  const known = new Map<string, number>();
  const indexOf = (key: string, one: AgentClass): number => {
    const at = known.get(key) ?? classes.push(one) - 1;
    known.set(key, at);
    return at;
  };
  const bearersOf = (to: ToModel | null): readonly number[] =>
    [...bearerClasses(callers, to)].map(([key, one]) => indexOf(key, one));
  const keyOf = once((rule: AccessRuleModel) => `${needsProof(rule)} ${toKey(rule.to)}`);
  const of = onceFor(keyOf, (rule) => {
    const scopes = scopesAsked(rule.to);
    const own = declared.flatMap((one, at) => {
      if (!mayConcern(rule, one)) return [];
      return scopes.map((scope) => (scope === null ? at : indexOf(`${at} ${scope}`, { ...one, scope })));
    });
    return [...own, ...bearersOf(rule.to)];
  });
  const everyone = [...declared.keys(), ...bearersOf(null)];
  for (const rule of rules) of(rule);
  return {
    ...{ classes, everyone, of, meet: meeting(callers, declared, keyOf) },
    concerns: (rule, person) => concerns(rule, classes[person]!),
    covers: (wide, narrow) =>
      (!needsProof(wide) || isProven(narrow, anonymous?.text ?? null)) && wider(wide.to, narrow.to),
  };
}

function meeting(
  { agents: { agents }, issuers: { issuers } }: Callers,
  declared: readonly AgentClass[],
  keyOf: (rule: AccessRuleModel) => string,
): People['meet'] {
  const concerned = onceFor(keyOf, (rule) => new Set(declared.filter((one) => mayConcern(rule, one))));
  const meet = onceFor(keyOf, (one) =>
    onceFor(keyOf, (other) => {
      const others = concerned(other);
      for (const some of concerned(one)) if (others.has(some)) return true;
      return issuers.some((issuer) => mayBear(issuer, agents, [one.to, other.to]));
    }),
  );
  return (one, other) => meet(one)(other);
}

/** Worked out once for all rules of one key. */
function onceFor<V extends NonNullable<unknown>>(
  keyOf: (rule: AccessRuleModel) => string,
  of: (rule: AccessRuleModel) => V,
): (rule: AccessRuleModel) => V {
  const known = new Map<string, V>();
  return (rule) => {
    const key = keyOf(rule);
    const before = known.get(key);
    if (before !== undefined) return before;
    const value = of(rule);
    known.set(key, value);
    return value;
  };
}

/** Has everyone that the rule concerns proved who it is? */
function isProven(rule: AccessRuleModel, anonymous: string | null): boolean {
  return (
    anonymous === null || needsProof(rule) || rule.to?.agent?.every(({ text }) => text !== anonymous) === true
  );
}

/** Has whoever has all that `narrow` asks for all that `wide` asks for? */
function wider(wide: ToModel | null, narrow: ToModel | null): boolean {
  if (wide === null) return true;
  if (narrow === null) return false;
  const any = (key: 'agent' | 'team' | 'role' | 'scope'): boolean => {
    const needed = wide[key];
    if (needed === null) return true;
    return narrow[key]?.every(({ text }) => needed.some((one) => one.text === text)) ?? false;
  };
  const labelled = wide.labels.every(({ key, value }) =>
    narrow.labels.some((label) => label.key.text === key.text && label.value.text === value.text),
  );
  return any('agent') && any('team') && any('role') && any('scope') && labelled;
}
