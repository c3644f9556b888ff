// Findings about callers that come with tokens, held to what every one of them may do, worked out caller by caller.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { analyse } from '../../compiler/analysis/index.ts';
import type { Finding } from '../../compiler/index.ts';
import { check } from '../../compiler/index.ts';
import type { Scope } from '../../compiler/language/room.ts';
import { memoryIo } from '../language/memory-io.ts';
import { runs } from '../runs.ts';

interface Caller {
  readonly name: string;
  readonly team: string;
  readonly roles: readonly string[];
  /** Of the token; none where it is a key. */
  readonly scopes?: readonly string[];
}

/** An expression, and what it gives for one token or another: what rules speak of, and what they do not. */
type Way<T> = readonly [text: string | null, gives: readonly T[]];

const names: readonly Way<string>[] = [
  ['claims.sub', ['n1', 'n2', 'corp:n1', 'other', 'keyed', 'both']],
  ['"corp:" + claims.sub', ['corp:n1', 'corp:other']],
  ['"n1"', ['n1']],
  ['has(claims.a) ? "both" : "corp:" + claims.sub', ['both', 'corp:n1', 'corp:other']],
  ['has(claims.a) ? "n1" : "keyed"', ['n1', 'keyed']],
];
const teams: readonly Way<string>[] = [
  [null, ['']],
  ['claims.team', ['x', 'y', 'z', 'other', '']],
  ['"x"', ['x']],
  ['has(claims.a) ? "x" : ""', ['x', '']],
];
const some = Array.from({ length: 16 }, (_, bits) =>
  ['r', 's', 'q', 'other'].filter((_, at) => (bits & (1 << at)) > 0),
);
const roles: readonly Way<readonly string[]>[] = [
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

const declared: readonly Declared[] = [
  { name: 'keyed', team: 'x', roles: ['r'], keyed: true, by: null },
  { name: 'both', team: 'y', roles: [], keyed: true, by: 0 },
  { name: 'corp:n1', team: '', roles: ['s'], keyed: false, by: 1 },
];

const list = (all: readonly string[]) =>
  fc.option(fc.uniqueArray(fc.constantFrom(...all), { minLength: 1, maxLength: 2 }), { nil: undefined });

const rule = fc.record({
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
type Rule = typeof rule extends fc.Arbitrary<infer T> ? T : never;

const issuer = fc.record({
  agent: fc.constantFrom(...names),
  team: fc.constantFrom(...teams),
  roles: fc.constantFrom(...roles),
});
type Issuer = typeof issuer extends fc.Arbitrary<infer T> ? T : never;

const urlOf = (at: number): string => `https://login-${at}.acme.com`;

function yamlOf(issuers: readonly Issuer[], rules: readonly Rule[]): string {
  const key = (at: number): string => `"sha256:${String(at).repeat(64)}"`;
  return JSON.stringify({
    version: 1,
    name: 'acme',
    agents: Object.fromEntries(
      declared.map(({ name, team, roles: held, keyed, by }, at) => [
        name,
        {
          ...(team === '' ? {} : { team }),
          ...(held.length === 0 ? {} : { roles: held }),
          ...(keyed ? { keys: [key(at).slice(1, -1)] } : {}),
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
    access: rules.map(({ effect, tools, to }, at) => ({
      name: `rule-${at}`,
      [effect]: tools,
      ...(to === undefined || Object.values(to).every((one) => one === undefined) ? {} : { to }),
    })),
  });
}

function findingsOf(yaml: string): readonly Finding[] {
  const { models } = check('/acme/gateway.yaml', { io: memoryIo('/acme', { 'gateway.yaml': yaml }) });
  const found: Finding[] = [];
  const scope = { report: (finding: Finding) => void found.push(finding), node: () => undefined };
  analyse(models!, scope as unknown as Scope);
  return found;
}

/** All who can call, each with the issuer whose token it is. */
function callersOf(issuers: readonly Issuer[]): readonly (Caller & { readonly by: number | null })[] {
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

const concerns = ({ to }: Rule, { name, team, roles: held, scopes = [] }: Caller): boolean =>
  (to?.agent?.includes(name) ?? true) &&
  (to?.team?.includes(team) ?? true) &&
  (to?.role?.some((one) => held.includes(one)) ?? true) &&
  (to?.scope?.some((one) => scopes.includes(one)) ?? true);

const allTools = ['one__a', 'one__b', 'two__a'];
const toolsOf = ({ tools }: Rule): readonly string[] =>
  allTools.filter((tool) =>
    tools.some((text) => text === tool || (text.endsWith('*') && tool.startsWith(text.slice(0, -1)))),
  );

test('of rules without conditions each is said exactly where it is so', () => {
  fc.assert(
    fc.property(
      fc.array(issuer, { minLength: 1, maxLength: 2 }),
      fc.array(rule, { minLength: 1, maxLength: 6 }),
      (issuers, rules) => {
        const yaml = yamlOf(issuers, rules);
        const found = findingsOf(yaml);
        const at = (...wanted: readonly string[]): readonly string[] =>
          found.flatMap(({ rule: name, range }) =>
            wanted.includes(name) ? [yaml.slice(range!.start, range!.end)] : [],
          );
        const said = (text: string, ...wanted: readonly string[]): boolean =>
          at(...wanted).some((one) => one === text || one === JSON.stringify(text));
        const callers = callersOf(issuers);
        const allows = rules.filter(({ effect }) => effect === 'allow');
        const denies = rules.filter(({ effect }) => effect === 'deny');
        const isDenied = (caller: Caller, tool: string): boolean =>
          denies.some((deny) => concerns(deny, caller) && toolsOf(deny).includes(tool));
        const gives = (allow: Rule, caller: Caller): boolean =>
          concerns(allow, caller) && toolsOf(allow).some((tool) => !isDenied(caller, tool));
        for (const [index, one] of rules.entries()) {
          const whom = callers.filter((caller) => concerns(one, caller));
          if (whom.length === 0) continue;
          if (one.effect === 'allow') {
            const dead = !whom.some((caller) => gives(one, caller));
            expect(said(`rule-${index}`, 'access/dead-allow', 'access/cancelled-allow')).toBe(dead);
          } else if (allows.length > 0) {
            const dead = !allows.some(
              (allow) =>
                whom.some((caller) => concerns(allow, caller)) &&
                toolsOf(allow).some((tool) => toolsOf(one).includes(tool)),
            );
            expect(said(`rule-${index}`, 'access/dead-deny')).toBe(dead);
          }
        }
        if (allows.length === 0) return;
        for (const tool of allTools) {
          const reached = callers.some((caller) =>
            allows.some(
              (allow) => toolsOf(allow).includes(tool) && gives({ ...allow, tools: [tool] }, caller),
            ),
          );
          const texts = found.filter((one) => one.rule === 'catalog/unreachable-tool');
          if (reached) expect(texts.some(({ message }) => message.includes(`“${tool}”`))).toBe(false);
        }
        for (const { name } of declared) {
          const own = callers.filter((caller) => caller.name === name);
          if (own.length === 0) continue;
          const lost = !own.some((caller) => allows.some((allow) => gives(allow, caller)));
          const texts = found.filter((one) => one.rule === 'agents/reaches-nothing');
          expect(texts.some(({ message }) => message.includes(`“${name}”`))).toBe(lost);
        }
        for (const [by] of issuers.entries()) {
          const own = callers.filter((caller) => caller.by === by);
          if (own.length === 0) continue;
          const lost = !own.some((caller) => allows.some((allow) => gives(allow, caller)));
          expect(said(urlOf(by), 'issuers/reaches-nothing')).toBe(lost);
        }
      },
    ),
    { numRuns: runs(100) },
  );
});
