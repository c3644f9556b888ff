// The agents that a rule concerns, as its condition sees them: the values that any of them gives.
import { anyList, anyMap, none, textsOf, type Values } from '../cel/values/index.ts';
import type { AgentModel } from '../language/agents/model.ts';
import { once } from './once.ts';

export interface Callers {
  /** The values of `agent.team` and its kin. */
  field(path: string): Values | undefined;
  /** Has any of them no such label? */
  lacks(label: string): boolean;
}

export function callersOf(agents: readonly AgentModel[]): Callers {
  const lacks = (label: string): boolean => agents.some(({ labels }) => !Object.hasOwn(labels, label));
  const label = once((key: string) => {
    const values = texts(
      agents.flatMap(({ labels }) => (Object.hasOwn(labels, key) ? (labels[key] ?? []) : [])),
    );
    if (values.texts === null) return { values, missing: 'always' as const };
    return { values, missing: lacks(key) ? ('perhaps' as const) : ('never' as const) };
  });
  const role = once((_: 'role') => texts(agents.flatMap(({ roles }) => roles.map(({ text }) => text))));
  const readers: Readonly<Record<string, () => Values>> = {
    'agent.name': () => texts(agents.map(({ name }) => name)),
    'agent.team': () => texts(agents.map(({ team }) => team?.text ?? '')),
    'agent.roles': () => ({ ...none, lists: { ...anyList, element: () => role('role') } }),
    'agent.labels': () => ({ ...none, maps: { ...anyMap, at: label } }),
  };
  const read = once((path: string) => readers[path]!());
  return { field: (path) => (Object.hasOwn(readers, path) ? read(path) : undefined), lacks };
}

const texts = (all: readonly string[]): Values => ({ ...none, texts: textsOf(all) });
