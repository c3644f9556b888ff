// Ten thousand rules mean what each of them says: the emitted plan, narrowed and indexed, against every condition by itself.
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { check } from '../../compiler/index.ts';
import { accessStage } from '../../runtime/access/index.ts';
import { indexedAccessStage } from '../../runtime/access/indexed.ts';
import type { Agent } from '../../runtime/contract/identity.ts';
import type { AccessRulePlan } from '../../runtime/contract/plan.ts';
import type { CallFacts, ToolFacts } from '../../runtime/contract/tool.ts';
import { compile, functionOf } from '../cel/evaluate.ts';
import { args as anyArgs } from '../cel/expressions.ts';
import { agent, callOf, tool } from '../gateway/facts.ts';
import { runs } from '../runs.ts';
import { generated, load } from './generated.ts';
import { memoryIo } from './memory-io.ts';

vi.setConfig({ testTimeout: 60_000 });

interface Rule {
  readonly effect: 'allow' | 'deny';
  readonly tools: string;
  readonly role: string | null;
  readonly when: string | null;
}

/** Values that meet each other: numbers of every form, text that looks like them, keys of Object.prototype. */
const constants = [
  '"a"',
  '"b"',
  '"1"',
  '""',
  '"__proto__"',
  '0',
  '1',
  '-1',
  '9007199254740991',
  '9007199254740993',
];
const more = ['1.0', '0.5', 'true', 'false', 'null'];
const paths = ['args.a', 'args.b', 'args.c', 'args.a.b', 'args.constructor', 'args["__proto__"]'];
const constant = fc.constantFrom(...constants, ...more);
const path = fc.constantFrom(...paths);

/** Conditions with `§` where each rule has a constant of its own: rules of one shape, and their neighbours. */
const demand = fc.oneof(
  { weight: 4, arbitrary: path.map((of) => `${of} == §`) },
  path.map((of) => `§ == ${of}`),
  fc.tuple(path, fc.nat(4)).map(([of, count]) => `${of} in [${Array(count).fill('§').join(', ')}]`),
  path.map((of) => `(${of} == § || § == ${of})`),
  fc.tuple(path, path).map(([p, q]) => `(${p} == § || ${q} == §)`),
  fc.constantFrom('a', 'b', 'constructor').map((key) => `has(args.${key}) && args.${key} == §`),
  path.map((of) => `!(${of} != §)`),
);
const other = fc.constantFrom(
  'agent.labels.a == "x"',
  'agent.labels.b != "x"',
  'agent.team == "support"',
  '"x" in agent.roles',
  'tool.annotations.readOnlyHint',
  'tool.name == "crm__search"',
  'args.c',
  'args.c > 1',
  'args.a != args.b',
  'agent.labels.a == args.a',
  'args.a.startsWith("a")',
  'false',
  'true',
);
const part = fc.oneof({ weight: 3, arbitrary: demand }, other);
const condition = fc.oneof(
  { weight: 5, arbitrary: fc.array(part, { minLength: 1, maxLength: 3 }).map((all) => all.join(' && ')) },
  fc.tuple(part, part, part).map(([a, b, c]) => `(${a} && ${b}) && ${c}`),
  fc.tuple(part, part).map(([a, b]) => `${a} || ${b}`),
  fc.tuple(part, part, part).map(([a, b, c]) => `(${a} || ${b}) && ${c}`),
  fc.tuple(part, part, part).map(([a, b, c]) => `${a} ? ${b} : ${c}`),
);

const seeds = fc.record({
  effect: fc.constantFrom<'allow' | 'deny'>('allow', 'deny'),
  tools: fc.constantFrom('crm__*', '"*"', 'crm__search', 'crm__other'),
  role: fc.constantFrom(null, null, 'reader', 'x'),
  shape: fc.option(fc.nat(), { freq: 12 }),
  constants: fc.array(constant, { minLength: 4, maxLength: 4 }),
});

const rules: fc.Arbitrary<readonly Rule[]> = fc
  .tuple(
    fc.array(condition, { minLength: 1, maxLength: 5 }),
    fc.array(seeds, { minLength: 1, maxLength: 40, size: 'max' }),
  )
  .map(([shapes, all]) =>
    all.map(({ shape, constants: own, ...rule }) => {
      if (shape === null) return { ...rule, when: null };
      let next = 0;
      const when = shapes[shape % shapes.length]!.replaceAll('§', () => own[next++ % own.length]!);
      return { ...rule, when };
    }),
  );

const agents = fc.record({
  team: fc.constantFrom('', 'support'),
  roles: fc.subarray(['reader', 'x']),
  labels: fc.constantFrom<Readonly<Record<string, string>>>({}, { a: 'x' }, { a: 'a', b: 'x' }, { b: 'a' }),
});

/** What a call carries beside what the generator of expressions makes: values that the constants name. */
const value = fc.constantFrom<unknown>(
  'a',
  'b',
  '1',
  '',
  '__proto__',
  0,
  -0,
  1,
  -1,
  1n,
  2n ** 53n + 1n,
  0.5,
  true,
  null,
);
const near = fc
  .array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'constructor', '__proto__'), value), { maxLength: 5 })
  .map((members): unknown => Object.fromEntries(members));
const nested = fc.tuple(near, near).map(([outer, inner]): unknown => ({ ...(outer as object), a: inner }));
const args = fc.oneof(near, near, nested, anyArgs, fc.constantFrom<unknown>({ a: [1] }, { a: ['a'], b: {} }));

function planOf(all: readonly Rule[]) {
  const lines = all.map(({ effect, tools, role, when }, at) => {
    const to = role === null ? '' : `, to: { role: ${role} }`;
    return `  - { name: r${at}, ${effect}: ${tools}${to}${when === null ? '' : `, when: '${when}'`} }\n`;
  });
  const text = `version: 1
name: acme
agents: { bot: { team: support, roles: [reader, x], keys: ["sha256:${'1'.repeat(64)}"], labels: { a: x, b: x } } }
teams: { support: {} }
servers: { crm: { url: https://crm.internal/mcp } }
access:
${lines.join('')}`;
  const checked = check('/gateway/gateway.yaml', { io: memoryIo('/gateway', { 'gateway.yaml': text }) });
  const errors = checked.findings.filter(({ severity }) => severity === 'error');
  expect(errors).toEqual([]);
  return load(generated(checked).plan);
}

/** Every rule that speaks of the tool and concerns the agent, each condition printed and evaluated by itself. */
function expected(all: readonly Rule[], who: Agent, of: ToolFacts, call: CallFacts): string | null {
  const concerned = all.flatMap((rule, at) => {
    const speaks = rule.tools === '"*"' || rule.tools === 'crm__*' || rule.tools === of.name;
    return speaks && (rule.role === null || who.roles.includes(rule.role))
      ? [{ ...rule, name: `r${at}` }]
      : [];
  });
  const outcome = ({ when }: Rule): unknown =>
    when === null || functionOf(compile(when))({ agent: who, tool: of, args: call.args });
  const allow = concerned.find((rule) => rule.effect === 'allow' && outcome(rule) === true);
  if (allow === undefined) return null;
  return (concerned.find((rule) => rule.effect === 'deny' && outcome(rule) !== false) ?? allow).name;
}

describe('the emitted access', () => {
  test('decides as every rule by itself says, in both forms', () => {
    const decided = fc.property(
      rules,
      agents,
      fc.array(args, { minLength: 1, maxLength: 12 }),
      (all, changed, calls) => {
        const { access } = planOf(all);
        const [who, of] = [agent(changed), tool()];
        const speaks = (rule: AccessRulePlan) => rule.tools(of.name);
        const judges = [accessStage(access).judge(of, speaks), indexedAccessStage(access).judge(of, speaks)];
        for (const values of calls) {
          const rule = expected(all, who, of, callOf(values));
          for (const judge of judges) expect(judge.decide(who, callOf(values)).rule).toBe(rule);
        }
      },
    );
    fc.assert(decided, { numRuns: runs(80) });
  });
});
