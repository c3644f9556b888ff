// Holds the emitted access, narrowed and indexed, against every rule by itself, in its order.
import fc from 'fast-check';
import { check } from '../../../compiler/index.ts';
import { accessStage } from '../../../runtime/access/index.ts';
import { indexedAccessStage } from '../../../runtime/access/indexed.ts';
import type { Agent } from '../../../runtime/contract/identity.ts';
import type { AccessRulePlan } from '../../../runtime/contract/plan.ts';
import type { ToolFacts } from '../../../runtime/contract/tool.ts';
import { compile, functionOf } from '../../cel/evaluate.ts';
import { agent, callOf, tool } from '../../gateway/facts.ts';
import { generated, load } from '../../language/generated.ts';
import { memoryIo } from '../../language/memory-io.ts';
import { agents, args, type Rule, rules } from './policies.ts';

/** Changes the rules of the plan, to see that the comparison notices. */
export type Mutation = (access: readonly AccessRulePlan[]) => readonly AccessRulePlan[];

export interface Decided {
  /** Calls that were decided, by both forms. */
  readonly cases: number;
  readonly seconds: number;
  /** How often an allow decided, a deny, and no rule. */
  readonly outcomes: ReadonlyMap<string, number>;
  readonly differences: readonly string[];
}

const policy = fc.tuple(rules, agents, fc.array(args, { minLength: 1, maxLength: 200, size: 'max' }));

/** Decides the calls of so many policies, or for a time; `seed` makes them the same again. */
export function decideAll(options: {
  readonly seconds?: number;
  readonly policies?: number;
  readonly seed: number;
  readonly mutate?: Mutation;
}): Decided {
  const { seconds = Number.POSITIVE_INFINITY, policies = Number.POSITIVE_INFINITY } = options;
  const begun = performance.now();
  const differences: string[] = [];
  const outcomes = new Map<string, number>();
  let cases = 0;
  for (let at = 0; at < policies && performance.now() - begun < seconds * 1000; at++) {
    const [[all, changed, calls] = [[], {}, []]] = fc.sample(policy, { numRuns: 1, seed: options.seed + at });
    const access = accessOf(all);
    const [who, of] = [agent(changed), tool()];
    const right = inOrder(all, who, of);
    const judges = judgesOf(options.mutate?.(access) ?? access, of);
    for (const values of calls) {
      const rule = right(values);
      outcomes.set(effectOf(all, rule), (outcomes.get(effectOf(all, rule)) ?? 0) + 1);
      for (const [form, judge] of judges) {
        const found = judge.decide(who, callOf(values)).rule;
        if (found !== rule)
          differences.push(`${form}: ${found}, not ${rule}, with ${shown(values)}, of ${shown(all)}`);
      }
      cases++;
    }
    if (differences.length > 0) break;
  }
  return { cases, seconds: (performance.now() - begun) / 1000, outcomes, differences };
}

function judgesOf(access: readonly AccessRulePlan[], of: ToolFacts) {
  const speaks = (rule: AccessRulePlan) => rule.tools(of.name);
  return [
    ['in turn', accessStage({ access }).judge(of, speaks)],
    ['indexed', indexedAccessStage({ access }).judge(of, speaks)],
  ] as const;
}

function effectOf(all: readonly Rule[], rule: string | null): string {
  return rule === null ? 'none' : (all[Number(rule.slice(1))]?.effect ?? 'none');
}

function shown(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part));
}

/** The rules as the compiler emits them. */
function accessOf(all: readonly Rule[]): readonly AccessRulePlan[] {
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
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join(' '));
  return load(generated(checked).plan).access;
}

/** Every rule that speaks of the tool and concerns the agent, each condition printed and evaluated by itself. */
function inOrder(all: readonly Rule[], who: Agent, of: ToolFacts): (values: unknown) => string | null {
  const concerned = all.flatMap(({ effect, tools, role, when }, at) => {
    const speaks = tools === '"*"' || tools === 'crm__*' || tools === of.name;
    if (!speaks || (role !== null && !who.roles.includes(role))) return [];
    return [{ name: `r${at}`, effect, holds: when === null ? () => true : functionOf(compile(when)) }];
  });
  return (values) => {
    const world = { agent: who, tool: of, args: values };
    const allow = concerned.find(({ effect, holds }) => effect === 'allow' && holds(world) === true);
    if (allow === undefined) return null;
    return (concerned.find(({ effect, holds }) => effect === 'deny' && holds(world) !== false) ?? allow).name;
  };
}
