// Gateways with issuers, small enough to look at everybody who can call: what rules speak of, and what they do not.
import fc from 'fast-check';
import { analyse } from '../../compiler/analysis/index.ts';
import type { Finding } from '../../compiler/index.ts';
import { check } from '../../compiler/index.ts';
import type { Scope } from '../../compiler/language/room.ts';
import { memoryIo } from '../language/memory-io.ts';

export interface Caller {
  readonly name: string;
  readonly team: string;
  readonly roles: readonly string[];
  readonly tier?: string;
  /** Of the token; none where it is a key. */
  readonly scopes?: readonly string[];
}

/** An expression, and what it gives for one token or another: what rules speak of, and what they do not. */
type Way<T> = readonly [text: string | null, gives: readonly T[]];

export const names: readonly Way<string>[] = [
  ['claims.sub', ['n1', 'n2', 'corp:n1', 'other', 'keyed', 'both']],
  ['"corp:" + claims.sub', ['corp:n1', 'corp:other']],
  ['"n1"', ['n1']],
  ['has(claims.a) ? "both" : "corp:" + claims.sub', ['both', 'corp:n1', 'corp:other']],
  ['has(claims.a) ? "n1" : "keyed"', ['n1', 'keyed']],
];
export const teams: readonly Way<string>[] = [
  [null, ['']],
  ['claims.team', ['x', 'y', 'z', 'other', '']],
  ['"x"', ['x']],
  ['has(claims.a) ? "x" : ""', ['x', '']],
];
const some = Array.from({ length: 16 }, (_, bits) =>
  ['r', 's', 'q', 'other'].filter((_, at) => (bits & (1 << at)) > 0),
);
export const roles: readonly Way<readonly string[]>[] = [
  [null, [[]]],
  ['claims.groups', some],
  ['["r"]', [['r']]],
  ['["r"] + claims.groups', some.map((held) => [...held, 'r'])],
  ['has(claims.a) ? ["r", "s"] : []', [['r', 's'], []]],
  ['claims.groups.map(g, "r" + g)', [[], ['r'], ['rr']]],
  // That it is one at a time is not made use of.
  ['[claims.group]', some],
];

interface Declared extends Caller {
  readonly keyed: boolean;
  readonly by: number | null;
}

export const declared: readonly Declared[] = [
  { name: 'keyed', team: 'x', roles: ['r'], tier: 'gold', keyed: true, by: null },
  { name: 'both', team: 'y', roles: [], keyed: true, by: 0 },
  { name: 'corp:n1', team: '', roles: ['s'], keyed: false, by: 1 },
];

const list = (all: readonly string[]) =>
  fc.option(fc.uniqueArray(fc.constantFrom(...all), { minLength: 1, maxLength: 2 }), { nil: undefined });

type Holds = (caller: Known) => boolean;

/** Conditions over who calls, and whether each holds; `without`: it ends in an error. */
const conditions: readonly (readonly [text: string, holds: Holds, without?: Holds])[] = [
  ['agent.name == "n1"', ({ name }) => name === 'n1'],
  ['agent.name == "nobody:1"', ({ name }) => name === 'nobody:1'],
  ['agent.name.startsWith("corp:")', ({ name }) => name.startsWith('corp:')],
  ['agent.team == "x"', ({ team }) => team === 'x'],
  ['agent.team in ["y", "z"]', ({ team }) => ['y', 'z'].includes(team)],
  ['agent.team != ""', ({ team }) => team !== ''],
  ['"r" in agent.roles', ({ roles: held }) => held.includes('r')],
  ['!("r" in agent.roles)', ({ roles: held }) => !held.includes('r')],
  ['agent.roles.exists(one, one == "s")', ({ roles: held }) => held.includes('s')],
  [
    'agent.roles.all(one, one.startsWith("r"))',
    ({ roles: held }) => held.every((one) => one.startsWith('r')),
  ],
  ['has(agent.labels.tier) && agent.labels.tier == "gold"', ({ tier }) => tier === 'gold'],
  ['agent.labels.tier == "gold"', ({ tier }) => tier === 'gold', ({ tier }) => tier === undefined],
  ['agent.labels.tier != "gold"', () => false, ({ tier }) => tier === undefined],
  ['"read" in agent.scopes', ({ scopes = [] }) => scopes.includes('read')],
  ['agent.method == "token"', ({ by }) => by !== null],
  ['agent.method != "key"', ({ by }) => by !== null],
  ['has(agent.claims.sub)', ({ by }) => by !== null],
  ['size(agent.scopes) == 0', ({ scopes = [] }) => scopes.length === 0],
  ['agent.name == "n1" || agent.team == "x"', ({ name, team }) => name === 'n1' || team === 'x'],
  ['size(agent.roles) > 1 && agent.team == ""', ({ roles: held, team }) => held.length > 1 && team === ''],
];

export const when = fc.option(fc.constantFrom(...conditions), { nil: undefined, freq: 2 });

export const rule = fc.record({
  effect: fc.constantFrom('allow', 'allow', 'deny'),
  tools: fc.uniqueArray(fc.constantFrom<string>('one__a', 'one__b', 'two__a', 'one__*', 'two__*', '*'), {
    minLength: 1,
    maxLength: 2,
  }),
  to: fc.option(
    fc.record({
      agent: list(['n1', 'n2', 'keyed', 'both', 'corp:n1']),
      team: list(['x', 'y', 'z']),
      role: list(['r', 's', 'q']),
      scope: list(['read', 'write']),
    }),
    { nil: undefined },
  ),
});
type Plain = typeof rule extends fc.Arbitrary<infer T> ? T : never;
export type Rule = Plain & { readonly when?: (typeof conditions)[number] | undefined };

export const issuer = fc.record({
  agent: fc.constantFrom(...names),
  team: fc.constantFrom(...teams),
  roles: fc.constantFrom(...roles),
});
export type Issuer = typeof issuer extends fc.Arbitrary<infer T> ? T : never;

export const urlOf = (at: number): string => `https://login-${at}.acme.com`;

export function yamlOf(issuers: readonly Issuer[], rules: readonly Rule[]): string {
  const key = (at: number): string => `"sha256:${String(at).repeat(64)}"`;
  return JSON.stringify({
    version: 1,
    name: 'acme',
    agents: Object.fromEntries(
      declared.map(({ name, team, roles: held, tier, keyed, by }, at) => [
        name,
        {
          ...(team === '' ? {} : { team }),
          ...(held.length === 0 ? {} : { roles: held }),
          ...(keyed ? { keys: [key(at).slice(1, -1)] } : {}),
          ...(tier === undefined ? {} : { labels: { tier } }),
          ...(by === null ? {} : { issuer: urlOf(by) }),
        },
      ]),
    ),
    issuers: issuers.map(({ agent, team, roles: held }, at) => ({
      issuer: urlOf(at),
      audience: 'https://mcp.acme.com/mcp',
      agent: agent[0],
      ...(team[0] === null ? {} : { team: team[0] }),
      ...(held[0] === null ? {} : { roles: held[0] }),
    })),
    servers: {
      one: { url: 'https://one.internal/mcp', tools: { include: ['a', 'b'] } },
      two: { url: 'https://two.internal/mcp', tools: { include: ['a'] } },
    },
    access: rules.map(({ effect, tools, to, when: asks }, at) => ({
      name: `rule-${at}`,
      [effect]: tools,
      ...(to === undefined || Object.values(to).every((one) => one === undefined) ? {} : { to }),
      ...(asks === undefined ? {} : { when: asks[0] }),
    })),
  });
}

export function findingsOf(yaml: string): readonly Finding[] {
  const { models } = check('/acme/gateway.yaml', { io: memoryIo('/acme', { 'gateway.yaml': yaml }) });
  const found: Finding[] = [];
  const scope = { report: (finding: Finding) => void found.push(finding), node: () => undefined };
  analyse(models!, scope as unknown as Scope);
  return found;
}

export type Known = Caller & { readonly by: number | null };

/** All who can call, each with the issuer whose token it is. */
export function callersOf(issuers: readonly Issuer[]): readonly Known[] {
  const withTokens = issuers.flatMap(({ agent, team, roles: held }, by) =>
    agent[1].flatMap((name) => {
      const own = declared.find((one) => one.name === name);
      if (own !== undefined) return own.by === by ? [{ ...own, by }] : [];
      return team[1].flatMap((of) => held[1].map((has) => ({ name, team: of, roles: has, by })));
    }),
  );
  const granted = [[], ['read'], ['write'], ['read', 'write']];
  return [
    ...declared.flatMap((one) => (one.keyed ? [{ ...one, by: null }] : [])),
    ...withTokens.flatMap((one) => granted.map((scopes) => ({ ...one, scopes }))),
  ];
}

export const concerns = ({ to }: Rule, { name, team, roles: held, scopes = [] }: Caller): boolean =>
  (to?.agent?.includes(name) ?? true) &&
  (to?.team?.includes(team) ?? true) &&
  (to?.role?.some((one) => held.includes(one)) ?? true) &&
  (to?.scope?.some((one) => scopes.includes(one)) ?? true);

export const allTools = ['one__a', 'one__b', 'two__a'];
export const toolsOf = ({ tools }: Rule): readonly string[] =>
  allTools.filter((tool) =>
    tools.some((text) => text === tool || (text.endsWith('*') && tool.startsWith(text.slice(0, -1)))),
  );

/** Is the rule's condition true of a call of somebody; of a deny, or an error? */
export function holds({ effect, when: asks }: Rule, caller: Known): boolean {
  if (asks === undefined) return true;
  const [, holdsFor, without] = asks;
  return without?.(caller) ? effect === 'deny' : holdsFor(caller);
}
