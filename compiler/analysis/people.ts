// Who can call, in classes: agents that no rule tells apart by `to` are looked at once, however many there are.
import { concernsAgent } from '../language/access/concerned.ts';
import type { AccessRuleModel, ToModel } from '../language/access/model.ts';
import type { AgentModel, AgentsModel } from '../language/agents/model.ts';
import { once } from './once.ts';

/** Agents of one class. All who can call are declared, so what is said of all classes is said of every caller. */
export interface AgentClass {
  /** In the order of names, at least one. */
  readonly agents: readonly AgentModel[];
  /** They call without a credential. */
  readonly anonymous: boolean;
}

export interface People {
  readonly classes: readonly AgentClass[];
  /** Indices of the classes that a rule concerns. Worked out once for all rules of one `to`. */
  of(rule: AccessRuleModel): readonly number[];
  /** Does `wide` concern everyone that `narrow` concerns, whoever is declared? */
  covers(wide: AccessRuleModel, narrow: AccessRuleModel): boolean;
}

export function peopleOf({ agents, anonymous }: AgentsModel, rules: readonly AccessRuleModel[]): People {
  const classes = classesOf(agents, anonymous?.text ?? null, rules);
  const known = new Map<string, readonly number[]>();
  return {
    classes,
    of: once((rule) => {
      const key = `${needsProof(rule)} ${toKey(rule.to)}`;
      const before = known.get(key);
      if (before !== undefined) return before;
      const found = classes.flatMap((one, index) => (concerns(rule, one) ? [index] : []));
      known.set(key, found);
      return found;
    }),
    covers: (wide, narrow) =>
      (!needsProof(wide) || isProven(narrow, anonymous?.text ?? null)) && wider(wide.to, narrow.to),
  };
}

/** An allow that names no agents is for authenticated callers. */
function needsProof({ effect, to }: AccessRuleModel): boolean {
  return effect === 'allow' && to?.agent == null;
}

/** Has everyone that the rule concerns proved who it is? */
function isProven(rule: AccessRuleModel, anonymous: string | null): boolean {
  return (
    anonymous === null || needsProof(rule) || rule.to?.agent?.every(({ text }) => text !== anonymous) === true
  );
}

function concerns(rule: AccessRuleModel, { agents, anonymous }: AgentClass): boolean {
  if (anonymous && needsProof(rule)) return false;
  return rule.to === null || concernsAgent(rule.to, agents[0]!);
}

function classesOf(
  agents: AgentsModel['agents'],
  anonymous: string | null,
  rules: readonly AccessRuleModel[],
): readonly AgentClass[] {
  const names = new Set(rules.flatMap(({ to }) => to?.agent?.map(({ text }) => text) ?? []));
  const labels = [...new Set(rules.flatMap(({ to }) => to?.labels.map(({ key }) => key.text) ?? []))].sort();
  const scoped = rules.some(isScoped);
  const found = new Map<string, { agents: AgentModel[]; anonymous: boolean }>();
  const add = (agent: AgentModel, unproven: boolean): void => {
    const { name, team, roles, issuer } = agent;
    const held = roles.map(({ text }) => text).sort();
    const marks = labels.map((label) => agent.labels[label] ?? null);
    const token = scoped && issuer !== null;
    const key = JSON.stringify([unproven, token, names.has(name) ? name : null, team?.text, held, marks]);
    const one = found.get(key) ?? { agents: [], anonymous: unproven };
    one.agents.push(agent);
    found.set(key, one);
  };
  for (const agent of agents.values()) {
    if (agent.keys.length > 0) add(agent, false);
    if (agent.name === anonymous) add(agent, true);
  }
  return [...found.values()];
}

/** Does it ask for a scope? Then it concerns those of its callers whose token has one, who perhaps are declared nowhere. */
export function isScoped({ to }: Pick<AccessRuleModel, 'to'>): boolean {
  return to !== null && to.scope !== null;
}

/** Equal for rules that ask for the same. */
export function toKey(to: ToModel | null): string {
  if (to === null) return '';
  const texts = (words: ToModel['agent']) => words?.map(({ text }) => text).sort() ?? null;
  const labels = to.labels.map(({ key, value }) => [key.text, value.text]);
  return JSON.stringify([texts(to.agent), texts(to.team), texts(to.role), texts(to.scope), labels]);
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
