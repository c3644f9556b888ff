// Holds the emitted access, narrowed and indexed, against every rule by itself, in its order, and against every set of scopes.
import fc from 'fast-check';
import { check } from '../../../compiler/index.ts';
import { scopedAccessStage, scopedIndexedAccessStage } from '../../../runtime/access/scopes.ts';
import type { Judge } from '../../../runtime/contract/access.ts';
import type { Agent } from '../../../runtime/contract/identity.ts';
import type { AccessRulePlan } from '../../../runtime/contract/plan.ts';
import type { ToolFacts } from '../../../runtime/contract/tool.ts';
import { compile, functionOf } from '../../cel/evaluate.ts';
import { agent, callOf, tool } from '../../gateway/facts.ts';
import { generated, load } from '../../language/generated.ts';
import { memoryIo } from '../../language/memory-io.ts';
import { agents, args, quietRules, type Rule, rules, SCOPES, scopedRules } from './policies.ts';

/** Changes the rules of the plan, to see that the comparison notices. */
export type Mutation = (access: readonly AccessRulePlan[]) => readonly AccessRulePlan[];

export interface Decided {
  /** Calls that were decided, by both forms. */
  readonly cases: number;
  readonly seconds: number;
  /** How often an allow decided, a deny, and no rule; how often scopes were asked for. */
  readonly outcomes: ReadonlyMap<string, number>;
  readonly differences: readonly string[];
}

const calls = fc.array(args, { minLength: 1, maxLength: 200, size: 'max' });
const kinds = [rules, scopedRules, quietRules].map((of) => fc.tuple(of, agents, calls));

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
    const [[all, changed, calls] = [[], {}, []]] = fc.sample(kinds[at % kinds.length]!, {
      numRuns: 1,
      seed: options.seed + at,
    });
    const access = accessOf(all);
    const [who, of] = [agent(changed), tool()];
    const { right, seen } = inOrder(all, who, of);
    const judges = judgesOf(options.mutate?.(access) ?? access, of);
    const visible = seen();
    for (const [form, judge] of judges) {
      if (visible !== null && judge.visible(who) !== visible)
        differences.push(`${form}: visible is not ${visible}, by ${shown(who)}, of ${shown(all)}`);
    }
    for (const values of calls) {
      const { kind, said } = right(values);
      outcomes.set(kind, (outcomes.get(kind) ?? 0) + 1);
      const about = `with ${shown(values)} by ${shown(who)}, of ${shown(all)}`;
      for (const [form, judge] of judges) {
        const found = saidBy(judge, who, values);
        if (found !== said) differences.push(`${form}: ${found}, not ${said}, ${about}`);
        const open = kind === 'allow' || kind === 'challenge';
        if (open && !judge.visible(who)) differences.push(`${form}: not visible, ${about}`);
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
    ['in turn', scopedAccessStage({ access, ...ABOUT }).judge(of, speaks)],
    ['indexed', scopedIndexedAccessStage({ access, ...ABOUT }).judge(of, speaks)],
  ] as const;
}

const ABOUT = { name: 'acme', resource: 'https://mcp.acme.com/mcp' };

function saidBy(judge: Judge, who: Agent, values: unknown): string {
  const { rule, challenge } = judge.decide(who, callOf(values));
  return challenge === undefined ? `${rule}` : `${rule} with ${challenge.data.scopes.join(' ')}`;
}

function shown(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part));
}

/** The rules as the compiler emits them. */
function accessOf(all: readonly Rule[]): readonly AccessRulePlan[] {
  const lines = all.map(({ effect, tools, role, scope, when }, at) => {
    const asked = [
      role === null ? [] : [`role: ${role}`],
      scope === null ? [] : [`scope: [${scope.join(', ')}]`],
    ].flat();
    const to = asked.length === 0 ? '' : `, to: { ${asked.join(', ')} }`;
    return `  - { name: r${at}, ${effect}: ${tools}${to}${when === null ? '' : `, when: '${when}'`} }\n`;
  });
  const text = `version: 1
name: acme
agents: { bot: { team: support, roles: [reader, x], keys: ["sha256:${'1'.repeat(64)}"], labels: { a: x, b: x } } }
teams: { support: {} }
issuers: [{ issuer: https://login.acme.com, audience: https://mcp.acme.com/mcp, agent: claims.sub }]
servers: { crm: { url: https://crm.internal/mcp } }
access:
${lines.join('')}`;
  const checked = check('/gateway/gateway.yaml', { io: memoryIo('/gateway', { 'gateway.yaml': text }) });
  const errors = checked.findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join(' '));
  return load(generated(checked).plan).access;
}

/** What a call comes to. */
interface Right {
  readonly kind: 'allow' | 'deny' | 'none' | 'challenge';
  readonly said: string;
}

interface Oracle {
  right(values: unknown): Right;
  /** Whether the thing is visible; null where that depends on more than rules by themselves. */
  seen(): boolean | null;
}

/** Every rule that speaks of the tool and concerns the agent, each condition printed and evaluated by itself; then as if its token had more. */
function inOrder(all: readonly Rule[], who: Agent, of: ToolFacts): Oracle {
  const spoken = all.flatMap(({ effect, tools, role, scope, when }, at) => {
    const speaks = tools === '"*"' || tools === 'crm__*' || tools === of.name;
    if (!speaks || (role !== null && !who.roles.includes(role))) return [];
    const holds = when === null ? () => true : functionOf(compile(when));
    return [{ name: `r${at}`, effect, scope, when, holds }];
  });
  const decided = (values: unknown, scopes: readonly string[]) => {
    const world = { agent: { ...who, scopes }, tool: of, args: values };
    const concerned = spoken.filter(
      ({ scope }) => scope === null || scope.some((one) => scopes.includes(one)),
    );
    const allow = concerned.find(({ effect, holds }) => effect === 'allow' && holds(world) === true);
    if (allow === undefined) return null;
    return concerned.find(({ effect, holds }) => effect === 'deny' && holds(world) !== false) ?? allow;
  };
  const further = who.method === 'token' ? sets(SCOPES.filter((one) => !who.scopes.includes(one))) : [];
  const right = (values: unknown): Right => {
    const rule = decided(values, who.scopes);
    if (rule?.effect === 'allow') return { kind: 'allow', said: rule.name };
    for (const more of further) {
      const next = decided(values, [...who.scopes, ...more]);
      if (next?.effect === 'allow') return { kind: 'challenge', said: `${next.name} with ${more.join(' ')}` };
    }
    return { kind: rule === null ? 'none' : 'deny', said: `${rule?.name ?? null}` };
  };
  const seen = (): boolean | null => {
    // What arguments decide, and what one condition says twice of a scope, is not looked into.
    if (spoken.some(({ when }) => when !== null && /args|!\("s/.test(when))) return null;
    const can = (rule: (typeof spoken)[number], outcome: boolean): boolean =>
      [[], ...further].some((more) => {
        const scopes = [...who.scopes, ...more];
        return rule.holds({ agent: { ...who, scopes }, tool: of, args: {} }) === outcome;
      });
    const has = ({ scope }: Rule | (typeof spoken)[number]): boolean =>
      scope === null || scope.some((one) => who.scopes.includes(one));
    return (
      spoken.some(
        (rule) => rule.effect === 'allow' && (who.method === 'token' || has(rule)) && can(rule, true),
      ) && spoken.every((rule) => rule.effect === 'allow' || !has(rule) || can(rule, false))
    );
  };
  return { right, seen };
}

/** All sets of some texts but the empty one: small ones first, those of one size in the order of the alphabet. */
function sets(all: readonly string[]): readonly (readonly string[])[] {
  const every = Array.from({ length: 2 ** all.length - 1 }, (_, bits) =>
    all.filter((_, at) => ((bits + 1) >> at) % 2 === 1),
  );
  return every.sort((a, b) => a.length - b.length || (a.join(' ') < b.join(' ') ? -1 : 1));
}
