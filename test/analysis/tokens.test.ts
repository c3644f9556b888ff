// Findings about callers that come with tokens, held to what every one of them may do, worked out caller by caller.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Finding } from '../../compiler/index.ts';
import { cpuOf } from '../cpu.ts';
import { runs } from '../runs.ts';
import {
  allTools,
  callersOf,
  concerns,
  declared,
  findingsOf,
  holds,
  type Issuer,
  issuer,
  type Known,
  names,
  type Rule,
  roles,
  rule,
  teams,
  toolsOf,
  urlOf,
  when,
  yamlOf,
} from './callers.ts';

interface World {
  readonly found: readonly Finding[];
  readonly callers: readonly Known[];
  readonly issuers: readonly Issuer[];
  readonly rules: readonly Rule[];
  readonly allows: readonly Rule[];
  /** Does the rule allow somebody a tool that no deny takes back? */
  gives(allow: Rule, caller: Known, tools?: readonly string[]): boolean;
  /** Is one of these findings about something of this name? */
  said(name: string, ...findings: readonly string[]): boolean;
}

function worldOf(issuers: readonly Issuer[], rules: readonly Rule[]): World {
  const yaml = yamlOf(issuers, rules);
  const found = findingsOf(yaml);
  const denies = rules.filter(({ effect }) => effect === 'deny');
  const meets = (one: Rule, caller: Known): boolean => concerns(one, caller) && holds(one, caller);
  const isDenied = (caller: Known, tool: string): boolean =>
    denies.some((deny) => meets(deny, caller) && toolsOf(deny).includes(tool));
  return {
    ...{ found, issuers, rules },
    callers: callersOf(issuers),
    allows: rules.filter(({ effect }) => effect === 'allow'),
    gives: (allow, caller, tools = toolsOf(allow)) =>
      meets(allow, caller) && tools.some((tool) => toolsOf(allow).includes(tool) && !isDenied(caller, tool)),
    said: (name, ...findings) =>
      found.some(
        ({ rule: one, message, range }) =>
          findings.includes(one) &&
          (message.includes(`“${name}”`) || yaml.slice(range!.start, range!.end) === JSON.stringify(name)),
      ),
  };
}

/** What may be said, of what, and whether it is so. Of what concerns nobody other rules speak. */
function claims({
  callers,
  issuers,
  rules,
  allows,
  gives,
}: World): readonly (readonly [boolean, string, ...string[]])[] {
  const any = (all: readonly Known[], tools?: readonly string[]): boolean =>
    all.some((caller) => allows.some((allow) => gives(allow, caller, tools)));
  const ofAll = (name: string, own: readonly Known[], finding: string) =>
    allows.length === 0 || own.length === 0 ? [] : [[!any(own), name, finding] as const];
  return [
    ...rules.flatMap((one, at): readonly (readonly [boolean, string, ...string[]])[] => {
      const whom = callers.filter((caller) => concerns(one, caller));
      if (whom.length === 0) return [];
      if (one.effect === 'allow')
        return [
          [
            !whom.some((caller) => gives(one, caller)),
            `rule-${at}`,
            'access/dead-allow',
            'access/cancelled-allow',
          ],
        ];
      const meets = allows.some(
        (allow) =>
          whom.some((caller) => holds(one, caller) && concerns(allow, caller) && holds(allow, caller)) &&
          toolsOf(allow).some((tool) => toolsOf(one).includes(tool)),
      );
      return allows.length === 0 ? [] : [[!meets, `rule-${at}`, 'access/dead-deny']];
    }),
    ...declared.flatMap(({ name }) =>
      ofAll(
        name,
        callers.filter((caller) => caller.name === name),
        'agents/reaches-nothing',
      ),
    ),
    ...issuers.flatMap((_, by) =>
      ofAll(
        urlOf(by),
        callers.filter((caller) => caller.by === by),
        'issuers/reaches-nothing',
      ),
    ),
  ];
}

const several = fc.array(issuer, { minLength: 1, maxLength: 2 });

test('of rules without conditions each is said exactly where it is so', () => {
  fc.assert(
    fc.property(several, fc.array(rule, { minLength: 1, maxLength: 6 }), (issuers, rules) => {
      const world = worldOf(issuers, rules);
      for (const [so, name, ...findings] of claims(world))
        expect([world.said(name, ...findings), name, ...findings]).toEqual([so, name, ...findings]);
      noneFalse(world);
    }),
    { numRuns: runs(100) },
  );
});

test('of rules with conditions nothing is said that is not so', () => {
  const asking = fc.tuple(rule, when).map(([one, asks]): Rule => ({ ...one, when: asks }));
  fc.assert(
    fc.property(several, fc.array(asking, { minLength: 1, maxLength: 5 }), (issuers, rules) => {
      const world = worldOf(issuers, rules);
      for (const [so, name, ...findings] of claims(world))
        if (!so)
          expect([world.said(name, ...findings), name, ...findings]).toEqual([false, name, ...findings]);
      noneFalse(world);
    }),
    { numRuns: runs(200) },
  );
});

/** Of tools that nobody reaches, and of conditions that always come out the same. */
function noneFalse({ callers, rules, allows, gives, said }: World): void {
  for (const tool of allTools) {
    const reached = callers.some((caller) => allows.some((allow) => gives(allow, caller, [tool])));
    if (reached) expect(said(tool, 'catalog/unreachable-tool')).toBe(false);
  }
  for (const [at, one] of rules.entries()) {
    const whom = callers.filter((caller) => concerns(one, caller));
    const meeting = whom.filter((caller) => one.when?.[1](caller) && !one.when[2]?.(caller));
    if (meeting.length > 0) expect(said(`rule-${at}`, 'access/impossible-condition')).toBe(false);
    if (meeting.length < whom.length) expect(said(`rule-${at}`, 'access/needless-condition')).toBe(false);
  }
}

test('as many scopes as agents cost no more than each of them does', () => {
  const count = 400;
  const each = <T>(make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));
  const key = (at: number): string => `sha256:${at.toString(16).padStart(64, '0')}`;
  const agents = each((at) => [`a${at}`, { labels: { ward: `w${at}` }, keys: [key(at)], issuer: urlOf(0) }]);
  const yaml = JSON.stringify({
    ...JSON.parse(yamlOf([{ agent: names[0]!, team: teams[0]!, roles: roles[0]! }], [])),
    agents: Object.fromEntries(agents),
    access: each((at) => ({
      name: `rule-${at}`,
      allow: 'one__a',
      to: { scope: `s${at}`, ...(at % 3 === 0 ? { label: { ward: `w${at}` } } : {}) },
    })),
  });
  expect(cpuOf(() => findingsOf(yaml))).toBeLessThan(10_000);
});
