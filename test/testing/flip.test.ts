// The smallest change that turns a decision, for conditions of many shapes: it turns it, what is said of it is so, and no
// smaller one of its kind does.
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { compile } from '../../compiler/index.ts';
import type { Facts } from '../../compiler/testing/twin/evaluate.ts';
import { othersOf } from '../../compiler/testing/why/caller.ts';
import { apply, type Case, factsFor } from '../../compiler/testing/why/change.ts';
import { decide } from '../../compiler/testing/why/decide.ts';
import { flips } from '../../compiler/testing/why/flip.ts';
import { changeText } from '../../compiler/testing/why/words.ts';
import { dummiesFor } from '../../compiler/testing/world/dummies.ts';
import { loadBundle } from '../../compiler/testing/world/load.ts';
import { planOf } from '../../compiler/testing/world/world.ts';
import type { AgentPlan, Plan } from '../../runtime/contract/plan.ts';
import { NO_REQUEST } from '../../runtime/contract/tool.ts';
import { agent as agentFacts, tool as toolFacts } from '../gateway/facts.ts';
import { memoryIo } from '../language/memory-io.ts';
import { runs } from '../runs.ts';

type Shape = readonly [
  rules: string | readonly string[],
  args: Readonly<Record<string, unknown>>,
  told: string,
];

/** A condition alone allows; `!` before it: denies what all may. */
const shapes: readonly Shape[] = [
  ['args.n <= 100', { n: 5000 }, 'args.n: 5000 → at most 100'],
  ['args.n > 10 && args.n < 20', { n: 5 }, 'args.n: 5 → 11'],
  ['args.n == 100 || args.n == 7', { n: 8 }, 'args.n: 8 → 7'],
  ['args.n % 7 == 3', { n: 1 }, 'args.n: 1 → 3'],
  ['!args.n >= 10 && args.n != 50', { n: 60 }, 'args.n: 60 → 50'],
  ['args.x < 0.5', { x: 0.75 }, 'args.x: 0.75 → at most 0.499'],
  ['args.a == args.b', { a: 1, b: 2 }, 'args.a: 1 → 2'],
  ['args["a.b"] == 1', { 'a.b': 2 }, 'args["a.b"]: 2 → 1'],
  ['int(args.s) < 5', { s: '10' }, 'args.s: "10" → "4"'],
  ['args.owner == agent.name', { owner: 'bob' }, 'args.owner: "bob" → "ann"'],
  ['args.x == null', { x: 1 }, 'args.x: 1 → null'],
  ['type(args.v) == string', { v: 5 }, 'args.v: 5 → "x"'],
  ['size(args.s) <= 3', { s: 'abcdef' }, 'args.s: "abcdef" → "abc"'],
  ['"k" in args.m', { m: {} }, 'args.m: {} → {"k":true}'],
  ['args.path.startsWith("/home/" + agent.name)', { path: '/etc' }, 'args.path: "/etc" → "/home/ann/etc"'],
  ['size(args.l) > 3', {}, 'args.l: "xxxx", for instance'],
  ['size(args.m) == 0', { m: { a: 1 } }, 'args.m: {"a":1} → {}'],
  ['args.l.all(x, x > 3)', { l: [1, 5] }, 'args.l: [1,5] → [5]'],
  ['args.l.exists(x, x == "ok")', { l: ['no'] }, 'args.l: ["no"] → ["no","ok"]'],
  ['"ok" in args.l', { l: ['no'] }, 'args.l: ["no"] → ["no","ok"]'],
  ['args.l[0] == "x"', { l: ['y', 'z'] }, 'args.l[0]: "y" → "x"'],
  ['args.a + "@x" == "me@x"', { a: 'you' }, 'args.a: "you" → "me"'],
  ['args.s.split("@")[1] == "acme.com"', { s: 'a@evil.com' }, 'args.s: "a@evil.com" → "@acme.com"'],
  ['args.s.matches("^ID-[0-9]{4}$")', { s: 'ABC' }, 'args.s: "ABC" → "ID-1111"'],
  [
    'timestamp(args.at) < request.time',
    { at: '2030-01-01T00:00:00Z' },
    'args.at: "2030-01-01T00:00:00Z" → "2026-11-20T08:59:00.000Z"',
  ],
  [
    'request.time > timestamp("2027-06-01T00:00:00Z")',
    {},
    'at 2027-06-01T00:01:00.000Z, not 2026-11-20T09:00:00.000Z',
  ],
  ['request.time.getMonth("UTC") == 0', {}, 'at 2027-01-01T00:00:00.000Z, not 2026-11-20T09:00:00.000Z'],
  ['"cashier" in agent.roles', {}, 'agent without role cashier'],
  ['agent.labels.tier == "gold"', {}, 'agent without label tier'],
  ['agent.team == "pay"', {}, 'agent without team'],
  [
    'args.a == 1 && args.b == 1 && args.c == 1 && args.d == 1',
    {},
    'args.a: 1, for instance + args.b: 1, for instance + args.c: 1, for instance + args.d: 1, for instance',
  ],
  [['{ name: a, allow: T, to: { role: cashier } }'], {}, 'agent without role cashier'],
  [['{ name: a, allow: T, to: { role: [auditor] } }'], {}, 'agent in role auditor'],
  [['{ name: a, allow: T, to: { role: auditor, label: { tier: tin } } }'], {}, 'as bob'],
];

const compared = fc
  .tuple(fc.constantFrom('a', 'b'), fc.constantFrom('<', '<=', '>', '>=', '==', '!='), fc.nat(19))
  .map(([name, op, value]) => `args.${name} ${op} ${value}`);
const { condition } = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 2 },
    compared,
    fc
      .tuple(tie('condition'), fc.constantFrom('&&', '||'), tie('condition'))
      .map(([left, op, right]) => `(${left} ${op} ${right})`),
  ),
}));

/** An allow alone, or an allow and a deny. */
const drawn: readonly (readonly string[])[] = fc
  .sample(fc.tuple(condition, fc.option(compared)), { numRuns: runs(60), seed: 5 })
  .map(([allow, deny]) => [
    `{ name: a, allow: T, when: "${allow}" }`,
    ...(deny === null ? [] : [`{ name: d, deny: T, when: "${deny}" }`]),
  ]);

const gateway = (): string => `version: 1
name: acme
agents:
  ann: { team: pay, roles: [cashier], labels: { tier: gold }, keys: ["sha256:${'1'.repeat(64)}"] }
  bob: { team: crm, roles: [auditor], labels: { tier: tin }, keys: ["sha256:${'2'.repeat(64)}"] }
servers: { pay: { url: "https://pay.internal/mcp" } }
access:
${[...shapes.map(([of]) => of), ...drawn]
  .flatMap((of, at) => rulesOf(of, at).map((rule) => `  - ${rule}`))
  .join('\n')}
`;

function rulesOf(of: string | readonly string[], at: number): readonly string[] {
  const tool = `pay__t${at}`;
  if (typeof of !== 'string')
    return of.map((rule) => rule.replace('T', tool).replace(/name: (.)/, `name: $1${at}`));
  const text = (when: string): string => `when: ${JSON.stringify(when)}`;
  if (!of.startsWith('!')) return [`{ name: a${at}, allow: ${tool}, ${text(of)} }`];
  return [`{ name: a${at}, allow: ${tool} }`, `{ name: d${at}, deny: ${tool}, ${text(of.slice(1))} }`];
}

const time = Date.UTC(2026, 10, 20, 9);

let plan: Plan;
let models: NonNullable<Awaited<ReturnType<typeof compile>>['models']>;
beforeAll(async () => {
  const compiled = await compile('/gateway/gateway.yaml', {
    io: memoryIo('/gateway', { 'gateway.yaml': gateway() }),
  });
  expect(compiled.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  models = compiled.models!;
  const bundle = await loadBundle(compiled.bundle!.files);
  plan = planOf({ bundle, dummies: dummiesFor(compiled.config!), offered: new Map(), clock: time });
});

function asked(at: number, args: Case['args']): { of: Case; facts: Facts } {
  const name = `pay__t${at}`;
  const { team, roles, labels } = plan.agents.find((agent: AgentPlan) => agent.name === 'ann')!;
  const agent = agentFacts({ name: 'ann', team, roles, labels });
  const tool = toolFacts({ name, original: `t${at}`, server: 'pay' });
  const speaks: Facts['speaks'] = (rule) => rule.tools?.(name) === true;
  const facts = { agent, tool, speaks, args: () => args, request: { ...NO_REQUEST, time } };
  return { of: { agent, args, time, token: null }, facts };
}

/** The first flip; whether a call is allowed, and whether one with other arguments is decided as the one asked for. */
function flipOf(at: number, args: Case['args']) {
  const { of, facts } = asked(at, args);
  const rules = models.access.enforced.filter((_, index) => facts.speaks(plan.access[index]!));
  const allowed = (given: Case): boolean => decide(plan, factsFor(given, facts)).allowed;
  const same = (given: Case['args']): boolean => allowed({ ...of, args: given }) === allowed(of);
  return {
    of,
    changes: flips(plan, facts, of, rules, [], othersOf(plan, new Map()))[0] ?? [],
    same,
    allowed,
  };
}

test('of whole numbers none is smaller, and a bound is one', () => {
  const numbers = Array.from({ length: 40 }, (_, at) => at - 5);
  for (const [index, rules] of drawn.entries()) {
    for (const [a, b] of fc.sample(fc.tuple(fc.nat(25), fc.nat(25)), { numRuns: 4, seed: index })) {
      const args: Case['args'] = { a, b };
      const { of, changes, same } = flipOf(shapes.length + index, args);
      const near = (key: 'a' | 'b'): number[] =>
        numbers
          .filter((value) => !same({ ...args, [key]: value }))
          .map((value) => Math.abs(value - Number(args[key])));
      const least = Math.min(...near('a'), ...near('b'));
      const about = `${rules.join(' ')} of ${JSON.stringify(args)}: ${JSON.stringify(changes)}`;
      const turned = changes.reduce(apply, of).args;
      if (changes.length > 0) expect(same(turned), about).toBe(false);
      if (least < Infinity) {
        expect(changes, about).toHaveLength(1);
        const [change] = changes;
        if (change?.kind !== 'arg') throw new Error(about);
        const key = change.path[0] as 'a' | 'b';
        expect(Math.abs(Number(change.value) - Number(args[key])), about).toBe(least);
        const beyond = numbers.filter((value) =>
          change.bound === 'at most' ? value <= Number(change.value) : value >= Number(change.value),
        );
        if (change.bound !== undefined)
          expect(
            beyond.filter((value) => same({ ...turned, [key]: value })),
            about,
          ).toEqual([]);
      }
    }
  }
});

describe.each(shapes.map((shape, at) => [JSON.stringify(shape[0]), at] as const))('%s', (_, at) => {
  const [, args, told] = shapes[at]!;
  test('is turned by', () => {
    const { of, changes, allowed } = flipOf(at, args);
    const about = { asked: { as: 'ann', call: 't', args }, at: time, token: null };
    expect(changes.map((change) => changeText(change, about)).join(' + ')).toBe(told);
    expect(allowed(changes.reduce(apply, of))).toBe(!allowed(of));
  });
});
