// Why a call is decided as it is: asked of the very bytes that ship, explained by their twin, which must agree.
import type { Finding } from '../../diagnostics/finding.ts';
import { nearest } from '../../diagnostics/nearest.ts';
import type { SourceText } from '../../diagnostics/position.ts';
import { diskIo } from '../../source/io.ts';
import type { Question } from '../ask.ts';
import { createGateways, type Gateway } from '../gateways.ts';
import type { Suite } from '../model.ts';
import { readSuite } from '../read.ts';
import { factsOf } from '../twin/evaluate.ts';
import { disagreement, traceOf } from '../twin/trace.ts';
import { createWatch } from '../twin/watch.ts';
import type { Offers } from '../world/addresses.ts';
import { knownTools } from '../world/names.ts';
import { offeredContext, offeredTools } from '../world/offered.ts';
import { planOf, type WorldParts } from '../world/world.ts';
import { askShipped, askTwin } from './asking.ts';
import { whileDown } from './down.ts';
import { flips } from './flip.ts';
import { type Led, ledTo } from './led.ts';
import type { Why } from './report.ts';
import { strangerTo } from './stranger.ts';
import { offersWith } from './tool.ts';
import { caseOf, verified } from './verify.ts';
import { cellConditions, limitsOf, routeOf } from './way.ts';

export interface WhyOptions {
  /** Path of the gateway file. */
  readonly gateway: string;
  readonly overlays?: readonly string[];
  /** A test file whose `backends` say what the tools are; null: nothing is known of them. */
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

export async function explainCall(question: Question, options: WhyOptions): Promise<Explanation> {
  const gateway = await createGateways({ overlays: options.overlays ?? [] })(options.gateway);
  const { parts, compiled } = gateway;
  if (parts === null) return { findings: compiled.findings, sources: compiled.sources };
  const tools = toolsOf(options.tests ?? null, compiled.models?.catalog.lock?.servers ?? null);
  if ('findings' in tools) return tools;
  const plan = planOf({ ...parts, offered: new Map(), clock: options.at });
  const stranger = strangerTo(question.as, plan);
  if (stranger !== null) return { unknown: stranger };
  const { down = [] } = options;
  const unknown = down.find((name) => !plan.servers.some((server) => server.name === name));
  if (unknown !== undefined) return { unknown: `The gateway has no server ${JSON.stringify(unknown)}.` };
  const own = offersWith(question, plan, tools);
  const { offers, madeUp } = ledTo(question, plan, tools, own.offers);
  const ground = { ...parts, ...offers, clock: options.at };
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

type Tools = Offers | { readonly findings: readonly Finding[]; readonly sources: readonly SourceText[] };

function toolsOf(tests: string | null, locked: Locked): Tools {
  if (tests === null) return offersOf([], locked);
  const { suite, findings, sources } = readSuite(tests, diskIo);
  if (suite === null) return { findings, sources };
  return offersOf(suite.backends, locked);
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
  const rules = (trace?.rules ?? []).map(({ index }) => gateway.compiled.models!.access.enforced[index]!);
  const cells = facts === null ? [] : cellConditions(plan, facts, gateway.compiled.models!);
  // Arguments that do not fit are refused whatever the rules say.
  const flip =
    facts === null || record.stage === 'arguments'
      ? null
      : await verified(flips(plan, facts, caseOf(facts, question, parts), rules, cells), {
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
    limits: facts === null ? [] : limitsOf(plan, facts, twin.looks),
    route: routeOf(plan, facts, twin.looks, seen.asked),
    down: null,
    flip,
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
