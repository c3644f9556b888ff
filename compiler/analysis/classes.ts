// Callers in classes: those that no rule tells apart by `to` are looked at once, however many there are.
import {
  type Bearer,
  leastBearers,
  mayConcern as mayConcernBearer,
  scopesAsked,
} from '../language/access/bearers.ts';
import { concernsAgent } from '../language/access/concerned.ts';
import type { AccessRuleModel, ToModel } from '../language/access/model.ts';
import { type Callers, canProve, issuerOf } from '../language/agents/bears.ts';
import type { AgentModel } from '../language/agents/model.ts';

/**
 * What a rule gives to somebody it gives to one of its classes: whom it concerns has all that one of them has, and perhaps more. No
 * rule is for those who lack something, so a deny that does not concern him does not concern the class.
 */
export interface AgentClass {
  /** Declared ones, in the order of names; none where it is of others with a token. */
  readonly agents: readonly AgentModel[];
  /** They call without a credential. */
  readonly anonymous: boolean;
  /** They can come with a token, which may have scopes. */
  readonly tokens: boolean;
  /** Null: they are declared. */
  readonly bearer: Bearer | null;
  /** Of their tokens; null: none. */
  readonly scope: string | null;
  /** There are too many to tell them apart: these are those whom rules of this `to` concern. */
  readonly only: string | null;
}

/** Of those who are declared, with no scope of any token. */
export function declaredClasses(
  { agents: { agents, anonymous }, issuers }: Callers,
  rules: readonly AccessRuleModel[],
): readonly AgentClass[] {
  const names = new Set(rules.flatMap(({ to }) => to?.agent?.map(({ text }) => text) ?? []));
  const labels = [...new Set(rules.flatMap(({ to }) => to?.labels.map(({ key }) => key.text) ?? []))].sort();
  const found = new Map<
    string,
    Pick<AgentClass, 'anonymous' | 'tokens'> & { readonly agents: AgentModel[] }
  >();
  const add = (agent: AgentModel, unproven: boolean): void => {
    const { name, team, roles } = agent;
    const held = roles.map(({ text }) => text).sort();
    const marks = labels.map((label) => agent.labels[label] ?? null);
    const token = issuerOf(agent, issuers)?.issuer.text;
    const key = JSON.stringify([unproven, token, names.has(name) ? name : null, team?.text, held, marks]);
    const one = found.get(key) ?? {
      agents: [],
      anonymous: unproven,
      tokens: !unproven && token !== undefined,
    };
    one.agents.push(agent);
    found.set(key, one);
  };
  for (const agent of agents.values()) {
    if (canProve(agent, issuers)) add(agent, false);
    if (agent.name === anonymous?.text) add(agent, true);
  }
  return [...found.values()].map((one) => ({ ...one, bearer: null, scope: null, only: null }));
}

/** Of each issuer, those whom a rule concerns who are not declared, each by a key of its own. */
export function bearerClasses(
  { agents: { agents }, issuers: { issuers } }: Callers,
  to: ToModel | null,
): ReadonlyMap<string, AgentClass> {
  const found = new Map<string, AgentClass>();
  for (const [at, issuer] of issuers.entries()) {
    const least = leastBearers(issuer, agents, to);
    const only = least === null ? toKey(to) : null;
    for (const bearer of least ?? [{ issuer, name: null, team: null, roles: [], scope: null }]) {
      const { name, team, roles, scope } = bearer;
      const one = { agents: [], anonymous: false, tokens: true, bearer, scope, only };
      found.set(JSON.stringify([at, name, team, roles, scope, only]), one);
    }
  }
  return found;
}

/** Has each of them all that the rule asks for? */
export function concerns(rule: AccessRuleModel, one: AgentClass): boolean {
  return (
    mayConcern(rule, one) &&
    (one.only !== null || scopesAsked(rule.to).includes(rule.to?.scope ? one.scope : null))
  );
}

/** The same, whatever scopes their tokens have. */
export function mayConcern(
  rule: AccessRuleModel,
  { agents, anonymous, tokens, bearer, only }: AgentClass,
): boolean {
  const { to } = rule;
  if (anonymous && needsProof(rule)) return false;
  if (to === null) return true;
  if (to.scope !== null && !tokens) return false;
  if (only !== null) return toKey(to) === only;
  return bearer === null ? concernsAgent(to, agents[0]!) : mayConcernBearer(to, bearer);
}

/** An allow that names no agents is for authenticated callers. */
export function needsProof({ effect, to }: AccessRuleModel): boolean {
  return effect === 'allow' && to?.agent == null;
}

const keys = new WeakMap<ToModel, string>();

/** Equal for rules that ask for the same. */
export function toKey(to: ToModel | null): string {
  if (to === null) return '';
  const key = keys.get(to) ?? keyOf(to);
  keys.set(to, key);
  return key;
}

function keyOf(to: ToModel): string {
  const texts = (words: ToModel['agent']) => words?.map(({ text }) => text).sort() ?? null;
  const labels = to.labels.map(({ key, value }) => [key.text, value.text]);
  return JSON.stringify([texts(to.agent), texts(to.team), texts(to.role), texts(to.scope), labels]);
}
