// Why a call is decided as it is: asked of the very bytes that ship, explained by their twin, which must agree.
import type { AuditRecord } from '../../../runtime/contract/audit.ts';
import type { LimitPlan, Plan, Value } from '../../../runtime/contract/plan.ts';
import type { ToolFacts } from '../../../runtime/contract/tool.ts';
import type { Finding } from '../../diagnostics/finding.ts';
import { nearest } from '../../diagnostics/nearest.ts';
import type { SourceText } from '../../diagnostics/position.ts';
import { diskIo } from '../../source/io.ts';
import { call, type Question } from '../ask.ts';
import { ANONYMOUS } from '../check.ts';
import { createGateways, type Gateway } from '../gateways.ts';
import type { Outcome } from '../outcome.ts';
import { readSuite } from '../read.ts';
import { type Facts, factsOf } from '../twin/evaluate.ts';
import { disagreement, type Trace, traceOf } from '../twin/trace.ts';
import { createWatch, type Sighting } from '../twin/watch.ts';
import type { BackendTools } from '../world/backend.ts';
import { type KnownTool, knownTools } from '../world/names.ts';
import { offeredTools } from '../world/offered.ts';
import { openWorld, planOf, type WorldParts } from '../world/world.ts';
import { apply, type Case, type Change, factsFor } from './change.ts';
import { decide } from './decide.ts';
import { flips } from './flip.ts';
import { offersWith } from './tool.ts';

export interface WhyOptions {
  /** Path of the gateway file. */
  readonly gateway: string;
  readonly overlays?: readonly string[];
  /** A test file whose `backends` say what the tools are; null: nothing is known of them. */
  readonly tests?: string | null;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Why, as plain data. */
export interface Why {
  readonly asked: Question;
  readonly at: number;
  readonly record: AuditRecord;
  /** What the agent is told. */
  readonly told: string;
  /** Null where no rule was asked. */
  readonly trace: Trace | null;
  /** What would be charged, if the rules let the call through. */
  readonly limits: readonly LimitTrace[];
  /** The server that would be asked, and where it is; null where there is no such tool. */
  readonly route: { readonly server: string; readonly tool: string; readonly address: string } | null;
  /** The smallest change that turns the decision; null where none was found. */
  readonly flip: Flip | null;
  /** What was taken for granted. */
  readonly notes: readonly string[];
}

export interface LimitTrace {
  readonly name: string;
  readonly place: string;
  /** Null where they cannot be computed for this call, which refuses it. */
  readonly cells: readonly string[] | null;
  readonly burst: number;
  readonly intervalMs: number;
}

export interface Flip {
  readonly changes: readonly Change[];
  /** What the call is then, and by which rule. */
  readonly allowed: boolean;
  readonly rule: string | null;
}

/** Why; or what is wrong with the gateway; or in a sentence why there is no answer. */
export type Explanation =
  | { readonly why: Why }
  | { readonly findings: readonly Finding[]; readonly sources: readonly SourceText[] }
  | { readonly unknown: string }
  /** What ships and its twin do not agree: a fault of this program. */
  | { readonly fault: string };

export async function explainCall(question: Question, options: WhyOptions): Promise<Explanation> {
  const gateway = await createGateways({ overlays: options.overlays ?? [] })(options.gateway);
  const { parts, compiled } = gateway;
  if (parts === null) return { findings: compiled.findings, sources: compiled.sources };
  const tools = toolsOf(options.tests ?? null, compiled.models?.catalog.lock?.servers ?? null);
  if ('findings' in tools) return tools;
  const plan = planOf({ ...parts, offered: new Map(), clock: options.at });
  const stranger = strangerTo(question.as, plan);
  if (stranger !== null) return { unknown: stranger };
  const { offered, madeUp } = offersWith(question.call, plan, tools.offered);
  const ground = { ...parts, offered, clock: options.at };
  return explainOn(question, gateway, ground, madeUp);
}

type Locked = Parameters<typeof offeredTools>[1];

type Tools =
  | { readonly offered: ReadonlyMap<string, BackendTools> }
  | { readonly findings: readonly Finding[]; readonly sources: readonly SourceText[] };

function toolsOf(tests: string | null, locked: Locked): Tools {
  if (tests === null) return { offered: offeredTools([], locked) };
  const { suite, findings, sources } = readSuite(tests, diskIo);
  if (suite === null) return { findings, sources };
  return { offered: offeredTools(suite.backends, locked) };
}

/** Why nobody can call as this agent; null where one can. */
function strangerTo(name: string, { agents, anonymous }: Plan): string | null {
  if (name === ANONYMOUS) return null;
  const agent = agents.find((one) => one.name === name);
  if (agent !== undefined && agent.keys.length > 0) return null;
  if (agent !== undefined) {
    const instead = anonymous === name ? ` Ask for “${ANONYMOUS}”, who becomes this agent.` : '';
    return `Nobody can call as “${name}”: the agent has no key.${instead}`;
  }
  const near = nearest(name, [...agents.map((one) => one.name), ANONYMOUS]);
  return `The gateway has no agent “${name}”.${near === undefined ? '' : ` Did you mean “${near}”?`}`;
}

async function explainOn(
  question: Question,
  gateway: Gateway,
  parts: WorldParts,
  madeUp: boolean,
): Promise<Explanation> {
  const tools = knownTools(planOf(parts), parts.offered);
  const { plan, outcome } = await askShipped(question, parts, tools);
  const twin = await gateway.twin();
  const watch = createWatch();
  const seen = await askTwin(question, { ...parts, bundle: twin.bundle(watch.wrap) }, tools, watch.take);
  const trace = traceOf(seen, plan, twin);
  const { record } = outcome;
  const problem = disagreement(trace, record);
  if (problem !== null) {
    return {
      fault: `The bytes that ship say ${record.decision} at ${record.stage}, their twin says: ${problem}.`,
    };
  }
  const facts = factsOf(seen);
  const rules = (trace?.rules ?? []).map(({ index }) => gateway.compiled.models!.access.rules[index]!);
  const flip =
    facts === null
      ? null
      : await verified(flips(plan, facts, caseOf(facts, question, parts), rules), {
          question,
          parts,
          plan,
          facts,
          tools,
        });
  const why: Why = {
    asked: question,
    at: parts.clock,
    record,
    told: outcome.text,
    trace,
    limits: facts === null ? [] : limitsOf(plan, facts),
    route: routeOf(plan, facts),
    flip,
    notes: madeUp
      ? [`Nothing is known of ${question.call}: it is taken for one that its server has and says nothing of.`]
      : [],
  };
  return { why };
}

function caseOf({ agent }: Facts, { args }: Question, { clock }: WorldParts): Case {
  return { agent, args, time: clock };
}

async function askShipped(
  question: Question,
  parts: WorldParts,
  tools: ReadonlyMap<string, KnownTool>,
): Promise<{ readonly plan: Plan; readonly outcome: Outcome }> {
  const world = await openWorld(parts);
  try {
    return { plan: world.plan, outcome: await call(world, tools, question) };
  } finally {
    await world.close();
  }
}

async function askTwin(
  question: Question,
  parts: WorldParts,
  tools: ReadonlyMap<string, KnownTool>,
  take: () => Sighting,
): Promise<Sighting> {
  const world = await openWorld(parts);
  try {
    take();
    await call(world, tools, question);
    return take();
  } finally {
    await world.close();
  }
}

interface Verifying {
  readonly question: Question;
  readonly parts: WorldParts;
  readonly plan: Plan;
  readonly facts: Facts;
  readonly tools: ReadonlyMap<string, KnownTool>;
}

/** The first of some flips that a whole gateway of the bytes that ship makes too, where it can be asked. */
async function verified(
  found: readonly (readonly Change[])[],
  { question, parts, plan, facts, tools }: Verifying,
): Promise<Flip | null> {
  for (const changes of found) {
    const changed = changes.reduce(apply, caseOf(facts, question, parts));
    const { allowed, rule } = decide(plan, factsFor(changed, facts));
    const flip = { changes, allowed, rule };
    const agent = changes.find(({ kind }) => kind === 'agent');
    // No gateway makes a declared agent another: there the emitted functions have spoken.
    if (changes.some(({ kind }) => kind === 'role' || kind === 'team' || kind === 'label')) return flip;
    const as = agent?.kind === 'agent' ? agent.agent.name : question.as;
    if (strangerTo(as, plan) !== null) continue;
    const again = { as, call: question.call, args: changed.args };
    const { outcome } = await askShipped(again, { ...parts, clock: changed.time }, tools);
    if (passes(outcome.record) === allowed && (!allowed || outcome.record.rule === rule)) return flip;
  }
  return null;
}

/** Did the rules let it through? */
function passes({ stage }: AuditRecord): boolean {
  return stage === 'limits' || stage === 'attempt' || stage === 'answer';
}

function limitsOf({ limits }: Plan, facts: Facts): readonly LimitTrace[] {
  const { tool } = facts;
  // Limits count calls of tools.
  if (!('annotations' in tool)) return [];
  return limits
    .filter((limit) => limit.tools(tool.name))
    .map((limit) => {
      const { name, place, rate } = limit;
      return { name, place, cells: cellsOf(limit, tool, facts), ...rate };
    });
}

function cellsOf(
  limit: LimitPlan,
  tool: ToolFacts,
  { agent, args, request }: Facts,
): readonly string[] | null {
  try {
    return limit.cells(agent, tool, limit.reads.args ? args() : {}, request);
  } catch {
    return null;
  }
}

function routeOf({ servers }: Plan, facts: Facts | null): Why['route'] {
  const server = servers.find(({ name }) => name === facts?.tool.server);
  if (server === undefined || facts === null || !('original' in facts.tool)) return null;
  const { transport } = server;
  const address = transport.kind === 'http' ? addressOf(transport.url) : transport.command.join(' ');
  return { server: server.name, tool: facts.tool.original, address };
}

/** As written: what is known only at run time by the name of its variable or file. */
function addressOf(value: Value): string {
  if (typeof value === 'string') return value;
  return 'env' in value ? `$${value.env}` : `file ${value.file}`;
}
