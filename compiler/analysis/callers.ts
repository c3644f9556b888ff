// Those whom a rule concerns, as its condition sees them: the values that any of them gives.
import type { AuthMethod } from '../../runtime/contract/identity.ts';
import { anyList, anyMap, anyText, none, textsOf, type Values } from '../cel/values/index.ts';
import { heldIn, type Part } from '../language/issuers/gives.ts';
import type { AgentClass } from './classes.ts';
import { once } from './once.ts';

export interface Callers {
  /** The values of `agent.team` and its kin. */
  field(path: string): Values | undefined;
  /** Has any of them no such label? */
  lacks(label: string): boolean;
}

/** @param declared names that no token may bear but for who is declared */
export function callersOf(classes: readonly AgentClass[], declared: ReadonlySet<string>): Callers {
  const agents = classes.flatMap((one) => one.agents);
  const bearers = classes.flatMap(({ bearer }) => bearer ?? []);
  /** Of somebody with a token; who is not declared has no labels. */
  const unlabelled = bearers.length > 0;
  const lacks = (label: string): boolean =>
    unlabelled || agents.some(({ labels }) => !Object.hasOwn(labels, label));
  const label = once((key: string) => {
    const values = texts(
      agents.flatMap(({ labels }) => (Object.hasOwn(labels, key) ? (labels[key] ?? []) : [])),
    );
    if (values.texts === null) return { values, missing: 'always' as const };
    return { values, missing: lacks(key) ? ('perhaps' as const) : ('never' as const) };
  });
  const role = once((_: 'role') =>
    given(
      agents.flatMap(({ roles }) => roles.map(({ text }) => text)),
      bearers.flatMap(({ issuer }) => issuer.gives.roles.flatMap(heldIn)),
    ),
  );
  const readers: Readonly<Record<string, () => Values>> = {
    'agent.name': () =>
      given(
        agents.map(({ name }) => name),
        bearers.flatMap(({ issuer, name }) => partsOf(name, issuer.gives.names)),
        declared,
      ),
    'agent.team': () =>
      given(
        agents.map(({ team }) => team?.text ?? ''),
        bearers.flatMap(({ issuer, team }) => partsOf(team, issuer.gives.teams)),
      ),
    'agent.roles': () => ({ ...none, lists: { ...anyList, element: () => role('role') } }),
    'agent.labels': () => ({ ...none, maps: { ...anyMap, at: label } }),
    'agent.method': () => texts(classes.flatMap(methodsOf)),
    ...(classes.some(({ tokens }) => tokens) ? {} : withoutTokens),
  };
  const read = once((path: string) => readers[path]!());
  return { field: (path) => (Object.hasOwn(readers, path) ? read(path) : undefined), lacks };
}

/** `AuthMethod` of runtime/contract/identity.ts. */
function methodsOf({ agents, anonymous, tokens }: AgentClass): readonly AuthMethod[] {
  if (anonymous) return ['anonymous'];
  return [
    ...(agents.some(({ keys }) => keys.length > 0) ? ['key' as const] : []),
    ...(tokens ? ['token' as const] : []),
  ];
}

const empty = { least: 0, most: 0 };

/** There are no scopes but a token's, and no claims. */
const withoutTokens: Readonly<Record<string, () => Values>> = {
  'agent.scopes': () => ({ ...none, lists: { ...empty, element: () => none } }),
  'agent.claims': () => ({ ...none, maps: { ...empty, at: () => ({ values: none, missing: 'always' }) } }),
};

/** What is asked of somebody, or all that it can be. */
function partsOf(text: string | null, parts: readonly Part[]): readonly Part[] {
  return text === null ? parts : [{ text, open: false }];
}

const texts = (all: readonly string[]): Values => ({ ...none, texts: textsOf(all) });

/** What is listed, and what the parts give; `except` is not among what begins with something. */
function given(
  listed: readonly string[],
  parts: readonly Part[],
  except: ReadonlySet<string> = new Set(),
): Values {
  const exact = new Set([...listed, ...parts.flatMap(({ text, open }) => (open ? [] : [text]))]);
  const heads = [...new Set(parts.flatMap(({ text, open }) => (open ? [text] : [])))];
  if (heads.length === 0) return texts([...exact]);
  const may = (text: string, how: 'is' | 'begins'): boolean => {
    const begun = heads.some((head) => text.startsWith(head) || (how === 'begins' && head.startsWith(text)));
    if (how === 'is') return exact.has(text) || (begun && !except.has(text));
    return begun || [...exact].some((one) => one.startsWith(text));
  };
  return { ...none, texts: { ...anyText, may } };
}
