// Why a call is decided as it is: asked of the very bytes that ship, explained by their twin, which must agree.
import type { AuditRecord } from '../../../runtime/contract/audit.ts';
import type { Plan } from '../../../runtime/contract/plan.ts';
import type { Finding } from '../../diagnostics/finding.ts';
import { nearest } from '../../diagnostics/nearest.ts';
import type { SourceText } from '../../diagnostics/position.ts';
import { diskIo } from '../../source/io.ts';
import type { Question } from '../ask.ts';
import { createGateways, type Gateway, tokenAgents } from '../gateways.ts';
import type { Suite } from '../model.ts';
import { readSuite } from '../read.ts';
import { type Facts, factsOf } from '../twin/evaluate.ts';
import { disagreement, type Trace, traceOf } from '../twin/trace.ts';
import { createWatch } from '../twin/watch.ts';
import type { Offers } from '../world/addresses.ts';
import { type KnownTool, knownTools } from '../world/names.ts';
import { offeredContext, offeredTools } from '../world/offered.ts';
import { planOf, type WorldParts } from '../world/world.ts';
import { askShipped, askTwin } from './asking.ts';
import { type Bearers, callerOf, type GivenToken, othersOf } from './caller.ts';
import { caseOf } from './case.ts';
import type { Change } from './change.ts';
import { whileDown } from './down.ts';
import { flips } from './flip.ts';
import { type Led, ledTo } from './led.ts';
import type { Why } from './report.ts';
import { takenIf } from './taken.ts';
import { tokenTrace } from './token.ts';
import { offersWith } from './tool.ts';
import { verified } from './verify.ts';
import { cellConditions, limitsOf, routeOf } from './way.ts';

export interface WhyOptions {
  /** Path of the gateway file. */
  readonly gateway: string;
  readonly overlays?: readonly string[];
  /** Who asks bears this token, whatever name is asked for. */
  readonly token?: GivenToken | null;
  /** Who asks has a token: a key of that name does not do. */
  readonly bearing?: boolean;
  /** A test file whose `backends` say what the tools are, and whose `agents` who bears tokens; null: nothing is known of them. */
  readonly tests?: string | null;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Servers that are thought to be down. */
  readonly down?: readonly string[];
}

/** Why; or what is wrong with the gateway; or in a sentence why there is no answer. */
export type Explanation =
  | { readonly why: Why }
  | { readonly findings: readonly Finding[]; readonly sources: readonly SourceText[] }
  | { readonly unknown: string }
  /** What ships and its twin do not agree: a fault of this program. */
  | { readonly fault: string };

export async function explainCall(asked: Question, options: WhyOptions): Promise<Explanation> {
  const gateway = await createGateways({ overlays: options.overlays ?? [] })(options.gateway);
  const { parts, compiled } = gateway;
  if (parts === null) return { findings: compiled.findings, sources: compiled.sources };
  const tools = toolsOf(options.tests ?? null, compiled.models?.catalog.lock?.servers ?? null);
  if ('findings' in tools) return tools;
  const plan = planOf({ ...parts, offered: new Map(), clock: options.at });
  const caller = callerOf(asked.as, options, plan, tools.bearers);
  if ('unknown' in caller) return caller;
  const question = { ...asked, as: caller.as };
  const { down = [] } = options;
  const unknown = down.find((name) => !plan.servers.some((server) => server.name === name));
  if (unknown !== undefined) return { unknown: `The gateway has no server ${JSON.stringify(unknown)}.` };
  const own = offersWith(question, plan, tools);
  const { offers, madeUp } = ledTo(question, plan, tools, own.offers);
  const ground = { ...parts, ...offers, agents: caller.bearers, clock: options.at };
  const told = await explainOn(question, gateway, ground, own.madeUp, madeUp);
  if (!('why' in told) || down.length === 0) return told;
  return { why: { ...told.why, down: await whileDown(down, question, ground) } };
}

/** What is taken for granted of a thing that no lock and no test file has. */
function unknownText(
  { call, verb }: Question,
  who: string | null,
  { compiled }: Gateway,
  known: Iterable<string>,
): string {
  const near = verb === undefined ? nearest(call, known) : undefined;
  const meant = near === undefined ? '' : ` Did you mean ${near}?`;
  const locked = verb !== 'read' && compiled.models?.catalog.lock != null;
  return locked
    ? `The lock has no ${call}.${meant}`
    : `Nothing is known of ${call}: it is taken for one that ${who} has and says nothing of.${meant}`;
}

type Locked = Parameters<typeof offeredTools>[1];

/** What servers offer, and who bears tokens. */
type Tools =
  | (Offers & { readonly bearers: Bearers })
  | { readonly findings: readonly Finding[]; readonly sources: readonly SourceText[] };

function toolsOf(tests: string | null, locked: Locked): Tools {
  if (tests === null) return { ...offersOf([], locked), bearers: new Map() };
  const { suite, findings, sources } = readSuite(tests, diskIo);
  if (suite === null) return { findings, sources };
  return { ...offersOf(suite.backends, locked), bearers: tokenAgents(suite.agents) };
}

function offersOf(backends: Suite['backends'], locked: Locked): Offers {
  return { offered: offeredTools(backends, locked), context: offeredContext(backends, locked) };
}

async function explainOn(
  question: Question,
  gateway: Gateway,
  parts: WorldParts,
  madeUp: string | null,
  led: Led['madeUp'],
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
  // A URI does not say whose it is.
  const who = question.verb === 'read' ? madeUp : 'its server';
  const token = parts.agents?.get(question.as);
  const why: Why = {
    asked: question,
    at: parts.clock,
    record,
    told: outcome.text,
    token: token === undefined ? null : tokenTrace(token, plan, twin.looks, seen),
    scopes: outcome.scopes,
    trace,
    limits: facts === null ? [] : limitsOf(plan, facts, twin.looks),
    route: routeOf(plan, facts, twin.looks, seen.asked),
    down: null,
    flip: await flipOf(question, gateway, parts, { plan, facts, trace, tools, record }),
    notes: [
      ...(madeUp === null ? [] : [unknownText(question, who, gateway, tools.keys())]),
      ...led.map(
        ({ server, tool }) =>
          `Nothing is known of ${server}: it is taken to have ${tool}, to which the call may be led.`,
      ),
    ],
  };
  return { why };
}

interface Explained {
  readonly plan: Plan;
  readonly facts: Facts | null;
  readonly trace: Trace | null;
  readonly tools: ReadonlyMap<string, KnownTool>;
  readonly record: AuditRecord;
}

/** The smallest change that turns it. Arguments that do not fit are refused whatever the rules say. */
async function flipOf(
  question: Question,
  { compiled }: Gateway,
  parts: WorldParts,
  { plan, facts, trace, tools, record }: Explained,
): Promise<Why['flip']> {
  if (record.stage === 'arguments') return null;
  const models = compiled.models!;
  if (record.stage === 'authenticate') return takenIf(question, parts, tools, models);
  if (facts === null) return null;
  const rules = (trace?.rules ?? []).map(({ index }) => models.access.enforced[index]!);
  const of = caseOf(facts, question, parts, plan, models.issuers.issuers);
  const others = othersOf(plan, parts.agents ?? new Map());
  const found = flips(plan, facts, of, rules, cellConditions(plan, facts, models), others);
  // What a challenge asks for is the gateway's own answer.
  const asked = (record.scopes ?? []).map((scope): Change => ({ kind: 'scope', scope }));
  return verified(asked.length === 0 ? found : [asked, ...found], {
    question,
    parts,
    plan,
    facts,
    of,
    tools,
  });
}
