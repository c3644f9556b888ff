// Of a caller with a token: other claims that are worth trying, and scopes that it lacks or has.
import { isScopes } from '../../cel/scopes.ts';
import type { Typed } from '../../cel/typed.ts';
import type { AccessRuleModel } from '../../language/access/model.ts';
import type { Condition } from '../../language/conditions.ts';
import { apply, argAt, type Case, type Change, NOBODY, type Token } from './change.ts';
import { all, constantOf, pathsIn, values } from './constants.ts';
import { comparedWith, otherThan, valuesFor } from './values.ts';

const mostPaths = 8;
const mostCompared = 24;

/** @param rules those that speak of what is asked for; `conditions` decide, beside `to` */
export function claimChanges(
  rules: readonly AccessRuleModel[],
  conditions: readonly Condition[],
  of: Case,
): readonly Change[] {
  if (of.token === null) return [];
  const roots = conditions.map(({ compiled }) => compiled.root);
  // A token that is refused turns nothing.
  const others = otherClaims(rules, roots, of.token).filter((change) => apply(of, change).agent !== NOBODY);
  return [...scopeChanges(rules, roots, of.agent.scopes), ...others];
}

function scopeChanges(
  rules: readonly AccessRuleModel[],
  roots: readonly Typed[],
  held: readonly string[],
): readonly Change[] {
  const named = rules.flatMap(({ to }) => (to?.scope ?? []).map(({ text }) => text));
  const nodes = roots.flatMap(all);
  const compared = nodes.some(isScopes) ? roots.flatMap(values).flatMap(constantOf).filter(isText) : [];
  const lacked = [...new Set([...named, ...compared])].filter((scope) => !held.includes(scope));
  return [
    ...lacked.map((scope): Change => ({ kind: 'scope', scope })),
    ...held.map((scope): Change => ({ kind: 'no-scope', scope })),
  ];
}

const isText = (value: unknown): value is string => typeof value === 'string';

/** Claims that the issuer's expressions or the rules' conditions read, as what rules name or compare with. */
export function otherClaims(
  rules: readonly AccessRuleModel[],
  roots: readonly Typed[],
  { claims, says }: Token,
): readonly Change[] {
  const all = [...says.map(({ compiled }) => compiled.root), ...roots];
  const paths = pathsIn(all, isClaims).slice(0, mostPaths);
  const named = rules.flatMap(({ to }) => [...(to?.agent ?? []), ...(to?.team ?? []), ...(to?.role ?? [])]);
  const compared = comparedWith(
    all.flatMap(values),
    named.map(({ text }) => text),
  );
  return paths.flatMap((path): readonly Change[] => {
    const now = argAt(claims, path);
    const tried = valuesFor(now, compared.slice(0, mostCompared));
    const set = otherThan(now, tried).map((value): Change => ({ kind: 'claim', path, value }));
    return now === undefined ? set : [...set, { kind: 'no-claim', path }];
  });
}

/** `claims` of an issuer's expression, `agent.claims` elsewhere. */
export function isClaims(node: Typed): boolean {
  if (node.kind === 'variable') return node.name === 'claims';
  return (
    node.kind === 'field' &&
    node.name === 'claims' &&
    node.operand.kind === 'variable' &&
    node.operand.name === 'agent'
  );
}
