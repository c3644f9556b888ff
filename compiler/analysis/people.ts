// Who can call, and whom each rule concerns of them.
import { mayBear } from '../language/access/bearers.ts';
import type { AccessRuleModel, ToModel } from '../language/access/model.ts';
import type { Callers } from '../language/agents/bears.ts';
import { type AgentClass, classesOf, concerns, mayConcern, needsProof, toKey } from './classes.ts';
import { once } from './once.ts';

export interface People {
  readonly classes: readonly AgentClass[];
  /** Indices of the classes that a rule concerns. Worked out once for all rules of one `to`. */
  of(rule: AccessRuleModel): readonly number[];
  /** Is there, perhaps, a caller whom both concern? */
  meet(one: AccessRuleModel, other: AccessRuleModel): boolean;
  /** Does `wide` concern everyone that `narrow` concerns, whoever there is? */
  covers(wide: AccessRuleModel, narrow: AccessRuleModel): boolean;
}

export function peopleOf(callers: Callers, rules: readonly AccessRuleModel[]): People {
  const { agents, anonymous } = callers.agents;
  const classes = classesOf(callers, rules);
  const declared = classes.filter(({ bearer }) => bearer === null);
  const keyOf = once((rule: AccessRuleModel) => `${needsProof(rule)} ${toKey(rule.to)}`);
  const declaredFor = onceFor(keyOf, (rule) => new Set(declared.filter((one) => mayConcern(rule, one))));
  const meeting = onceFor(keyOf, (one) =>
    onceFor(keyOf, (other) => {
      const others = declaredFor(other);
      for (const some of declaredFor(one)) if (others.has(some)) return true;
      return callers.issuers.issuers.some((issuer) => mayBear(issuer, agents, [one.to, other.to]));
    }),
  );
  return {
    classes,
    of: onceFor(keyOf, (rule) => classes.flatMap((one, index) => (concerns(rule, one) ? [index] : []))),
    meet: (one, other) => meeting(one)(other),
    covers: (wide, narrow) =>
      (!needsProof(wide) || isProven(narrow, anonymous?.text ?? null)) && wider(wide.to, narrow.to),
  };
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
