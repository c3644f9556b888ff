// Changes of a call that may turn its decision: another argument, another caller, another time.
import type { Agent } from '../../../runtime/contract/identity.ts';
import type { Facts as Thing } from '../../../runtime/contract/tool.ts';
import type { Condition } from '../../language/conditions.ts';
import type { Args } from '../model.ts';
import type { Facts } from '../twin/evaluate.ts';
import { withScope } from './bearer.ts';

export type Change =
  | {
      readonly kind: 'arg';
      readonly path: readonly string[];
      readonly value: unknown;
      /** Further numbers in this direction do it too; absent where only this one is known to. */
      readonly bound?: 'at most' | 'at least';
    }
  | { readonly kind: 'no-arg'; readonly path: readonly string[] }
  | { readonly kind: 'role' | 'no-role'; readonly role: string }
  | { readonly kind: 'team'; readonly team: string }
  | { readonly kind: 'no-team' }
  | { readonly kind: 'label'; readonly key: string; readonly value: string }
  | { readonly kind: 'no-label'; readonly key: string }
  /** Of a caller with a token. */
  | { readonly kind: 'claim'; readonly path: readonly string[]; readonly value: unknown }
  | { readonly kind: 'no-claim'; readonly path: readonly string[] }
  | { readonly kind: 'scope' | 'no-scope'; readonly scope: string }
  /** `as`: by the name that it is asked for. */
  | { readonly kind: 'agent'; readonly as: string; readonly agent: Agent }
  /** Milliseconds since the epoch. */
  | { readonly kind: 'time'; readonly time: number };

/** What a change asks of a person, smallest first: arguments are the caller's own, who it is is not. */
const costs: Readonly<Record<Change['kind'], number>> = {
  arg: 1,
  'no-arg': 1.5,
  time: 2,
  scope: 2.5,
  'no-scope': 2.6,
  role: 3,
  'no-role': 3.1,
  claim: 3.2,
  'no-claim': 3.3,
  label: 3.5,
  'no-label': 3.6,
  team: 4,
  'no-team': 4.1,
  agent: 5,
};

export const costOf = (changes: readonly Change[]): number =>
  changes.reduce((sum, { kind }) => sum + costs[kind], 0);

/** What may be said with what is asked for: values with a tool, texts with a prompt, nothing with a resource. */
export type Takes = 'values' | 'texts' | 'nothing';

export function takesOf(thing: Thing): Takes {
  if ('uri' in thing) return 'nothing';
  return 'annotations' in thing ? 'values' : 'texts';
}

/** A call that can be changed. */
export interface Case {
  readonly agent: Agent;
  readonly args: Args;
  readonly time: number;
  /** Of a caller with a token; null for any other. */
  readonly token: Token | null;
}

/** A token's claims, and whom they name; null: it is refused. `says`: the expressions of its issuer. */
export interface Token {
  readonly issuer: string;
  readonly claims: Args;
  readonly says: readonly Condition[];
  /** Team, roles and labels are those that the gateway declares. */
  readonly declared: boolean;
  bearer(claims: Args): Agent | null;
}

export function apply(of: Case, change: Change): Case {
  const { agent } = of;
  switch (change.kind) {
    case 'arg':
      return { ...of, args: withArg(of.args, change.path, change.value) };
    case 'no-arg':
      return { ...of, args: withArg(of.args, change.path, undefined) };
    case 'role':
      return { ...of, agent: { ...agent, roles: [...agent.roles, change.role] } };
    case 'no-role':
      return { ...of, agent: { ...agent, roles: agent.roles.filter((role) => role !== change.role) } };
    case 'team':
      return { ...of, agent: { ...agent, team: change.team } };
    case 'no-team':
      return { ...of, agent: { ...agent, team: '' } };
    case 'label':
      return { ...of, agent: { ...agent, labels: { ...agent.labels, [change.key]: change.value } } };
    case 'no-label': {
      const { [change.key]: _, ...labels } = agent.labels;
      return { ...of, agent: { ...agent, labels } };
    }
    case 'claim':
      return withClaims(of, (claims) => withArg(claims, change.path, change.value));
    case 'no-claim':
      return withClaims(of, (claims) => withArg(claims, change.path, undefined));
    case 'scope':
    case 'no-scope':
      return withClaims(of, (claims) => withScope(claims, change.scope, change.kind === 'scope'));
    case 'agent':
      return { ...of, agent: change.agent };
    case 'time':
      return { ...of, time: change.time };
  }
}

/** A token that is refused is nobody's: what it would be asked for is not. */
function withClaims(of: Case, changed: (claims: Args) => Args): Case {
  if (of.token === null) return of;
  const claims = changed(of.token.claims);
  return { ...of, agent: of.token.bearer(claims) ?? NOBODY, token: { ...of.token, claims } };
}

export const NOBODY: Agent = {
  ...{ name: '', team: '', roles: [], labels: {} },
  ...{ claims: {}, scopes: [], method: 'anonymous' },
};

/** The facts of a changed call. */
export function factsFor({ agent, args, time }: Case, { tool, speaks, request }: Facts): Facts {
  return { agent, tool, speaks, args: () => args, request: { ...request, time } };
}

/** The value of an argument; undefined where there is none. */
export function argAt(args: unknown, path: readonly string[]): unknown {
  let value = args;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Args)[key];
  }
  return value;
}

/** The arguments with one of them set, or without it. */
function withArg(args: Args, [key = '', ...rest]: readonly string[], value: unknown): Args {
  if (rest.length > 0) return { ...args, [key]: within(args[key], rest, value) };
  const { [key]: _, ...others } = args;
  return value === undefined ? others : { ...args, [key]: value };
}

/** What is no map or list becomes a map. */
function within(inner: unknown, path: readonly string[], value: unknown): unknown {
  if (Array.isArray(inner) && Object.hasOwn(inner, path[0]!)) {
    const [at = '', ...rest] = path;
    const changed = rest.length === 0 ? value : within(inner[Number(at)], rest, value);
    const before = inner.slice(0, Number(at));
    return [...before, ...(changed === undefined ? [] : [changed]), ...inner.slice(Number(at) + 1)];
  }
  return withArg(isMap(inner) ? inner : {}, path, value);
}

const isMap = (value: unknown): value is Args =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
