// The stages of one request, in order, on one page. The generated entry hands over the plan and the parts it uses.
import type { Verdict } from './contract/access.ts';
import type { CatalogItem, Subject } from './contract/catalog.ts';
import type { Environment } from './contract/environment.ts';
import type { Gateway, GatewayRequest, Reply } from './contract/gateway.ts';
import type { Charge } from './contract/limits.ts';
import type { ServerMessage } from './contract/message.ts';
import type { Plan } from './contract/plan.ts';
import type { BackendCall, BackendFailure, OfferKind } from './contract/server.ts';
import type { Stages } from './contract/stages.ts';
import type { Steps } from './contract/steps.ts';
import type { Way } from './contract/ways.ts';
import { after } from './gateway/after.ts';
import * as answers from './gateway/answers.ts';
import { Call } from './gateway/call.ts';
import { assemble, type Core } from './gateway/core.ts';
import { introduce, list } from './gateway/lists.ts';
import { outboundOf } from './gateway/outbound.ts';
import * as results from './gateway/results.ts';

/**
 * Makes the core of a gateway; nothing is connected until `start`.
 *
 * @throws StartError with everything that is missing or wrong: environment variables, files, URLs.
 */
export function createGateway(plan: Plan, stages: Stages, environment: Environment): Gateway {
  // Stage 1, authenticate, is the core's: the front asks it before it reads a body. mapIdentity belongs to hooks.
  const core = assemble(plan, stages, environment);
  return { ...core, handle: (request, reply) => handle(core, request, reply) };
}

/** One message of an authenticated agent. Whatever throws on the way, the answer is no. */
function handle(core: Core, request: GatewayRequest, reply: Reply): () => void {
  const call = new Call(core, request, reply);
  try {
    dispatch(core, call);
  } catch (error) {
    call.fail(error);
  }
  return () => call.cancel();
}

function dispatch(core: Core, call: Call): void {
  const { message, era } = call.request;
  if (core.draining()) return call.refuse(answers.draining());
  const asks = ASKS.get(message.method);
  if (asks !== undefined) return resolve(call, asks);
  const lists = LISTS.get(message.method);
  if (lists !== undefined) return list(call, lists);
  if (message.method === 'completion/complete' && core.complete) return core.complete(call, STEPS);
  if (era === 'modern' && message.method === 'server/discover') return introduce(call, results.discovered);
  if (era === 'legacy' && message.method === 'ping') return call.say(results.EMPTY);
  if (era === 'legacy' && message.method === 'initialize') return introduce(call, results.initialized);
  if (call.core.tasks?.take(call, STEPS) || call.core.news?.take(call)) return;
  call.refuse(answers.unknownMethod(call.request));
}

/** The methods that ask for one thing of the catalog. */
const ASKS: ReadonlyMap<string, Subject> = new Map([
  ['tools/call', 'tool'],
  ['prompts/get', 'prompt'],
  ['resources/read', 'resource'],
]);

const LISTS: ReadonlyMap<string, OfferKind> = new Map([
  ['tools/list', 'tools'],
  ['prompts/list', 'prompts'],
  ['resources/list', 'resources'],
  ['resources/templates/list', 'resourceTemplates'],
]);

// ── the life of one call: of a tool, for a prompt or for a resource ──────────

/** Stage 2, resolve: which thing is meant. Waits only while a server has not been listed yet. */
function resolve(call: Call, subject: Subject): void {
  const { name, uri } = call.request.message;
  const asked = subject === 'resource' ? uri : name;
  // The scan has refused a call that names no tool or prompt.
  if (asked === null) return call.invalid('params.uri must be a string');
  call.asked = asked;
  after(call, call.core.catalog.find(subject, asked), (_, item) => see(call, subject, item, compare));
}

/** Stage 3, visible: what an agent may not see is answered as what does not exist. */
function see(
  call: Call,
  subject: Subject,
  item: CatalogItem | undefined,
  next: (call: Call, item: CatalogItem) => void,
): void {
  if (call.over) return;
  if (item === undefined) {
    const tried = call.core.catalog.dead();
    if (tried !== null) return call.refuse(answers.noServer(tried));
    const refusal = answers.unknown(call, subject, 'resolve');
    // Why it is hidden is for the audit record alone.
    return call.refuse({ ...refusal, reason: call.core.catalog.why(call.asked) ?? refusal.reason });
  }
  call.item = item;
  if (!item.judge.visible(call.request.agent)) {
    watch(call, item, null);
    return call.unknown(subject, 'visible');
  }
  next(call, item);
}

/** Stage 4, headers against body, arguments against the locked schema. */
function compare(call: Call, item: CatalogItem): void {
  if (item.mirror !== null) {
    const { message, head, era } = call.request;
    const mismatch = era === 'modern' ? item.mirror.check(message, head.fields) : null;
    if (mismatch !== null) return call.refuse(answers.headerMismatch(mismatch));
    const unfit = item.mirror.unfit(message);
    if (unfit !== null) return call.invalid(`${unfit} cannot be sent to this tool's server`);
  }
  // What is read are the parsed arguments; what is sent are the bytes as they came.
  const misfit = item.check?.(call.facts);
  if (misfit) return call.refuse(answers.misfit(misfit));
  const { news } = call.core;
  if (news !== null) {
    const level = news.levelOf(call.request);
    if (level === 'invalid') return call.invalid('the log level is not known');
    call.logLevel = level;
  }
  judge(call, item);
}

/** Stage 5, access. beforeCall belongs to hooks. */
function judge(call: Call, item: CatalogItem): void {
  const verdict = item.judge.decide(call.request.agent, call.facts);
  call.verdict = verdict;
  watch(call, item, verdict);
  if (!call.facts.readable) return call.refuse(answers.unreadable());
  if (!verdict.allowed) return call.refuse(answers.denied(verdict, item.subject));
  if (item.way === null) open(call, item, item);
  else route(call, item, item.way);
}

/** Rules on trial are asked where access decides, what it decided known. */
function watch(call: Call, item: CatalogItem, verdict: Verdict | null): void {
  if (item.watch !== null) call.shadow = item.watch(call.request.agent, call.facts, verdict);
}

/** Stage 6, route: to its own server, unless a route says otherwise. */
function route(call: Call, item: CatalogItem, way: Way): void {
  const taking = way(call.request.agent, call.facts, item);
  call.taking = taking;
  if (!call.facts.readable) call.refuse(answers.unreadable());
  else if (taking?.misfit) call.refuse(answers.misfit(taking.misfit));
  else open(call, item, taking?.item ?? item);
}

/** Where calls may become tasks: whether this one may, where it goes. */
function open(call: Call, called: CatalogItem, item: CatalogItem): void {
  const closed = call.core.tasks?.open(call, item) ?? null;
  if (closed !== null) call.refuse(closed);
  else limit(call, called);
}

/** Stage 7, limits: charged once, before anything is sent. */
function limit(call: Call, item: CatalogItem): void {
  if (item.gate === null) return attempt(call, item);
  const charge = item.gate.take(call.request.agent, call.facts);
  after(call, charge, (_, made) => charged(call, item, made));
}

function charged(call: Call, item: CatalogItem, charge: Charge): void {
  if (!charge.granted)
    return call.refuse(call.facts.readable ? answers.limited(charge) : answers.unreadable());
  if (call.over) return charge.refund();
  call.charge = charge;
  attempt(call, item);
}

/** Stage 8, the attempt: sent at most once, unless what stands around the server knows that it may be sent again. */
function attempt(call: Call, called: CatalogItem): void {
  const item = call.taking?.item ?? called;
  const { logLevel, request, core } = call;
  // Only a modern client says it with its call; servers of the legacy era have to know it before.
  const told = logLevel !== null && request.era === 'modern' ? core.news!.want(logLevel) : undefined;
  if (told === undefined) forward(call, item);
  else after(call, told, () => forward(call, item));
}

function forward(call: Call, item: CatalogItem): void {
  const outbound = outboundOf(call, item);
  const { asks } = call.core;
  // A server that may ask in the middle of the call.
  if (asks !== null && item.asks.length > 0) asks.attempt(asks.of(call, item, outbound, STEPS));
  else send(call, item, outbound);
}

function send(call: Call, item: CatalogItem, outbound: BackendCall): void {
  const cancel = item.backend.call(outbound, {
    notification: (notification) => call.notify(notification),
    answer: (answer) => settle(call, item, answer),
    failed: (failure) => giveUp(call, item, failure),
  });
  call.sent(cancel);
}

/** Stage 9, the answer: passed on, then audited. afterCall belongs to hooks. */
function settle(call: Call, item: CatalogItem, answer: ServerMessage): void {
  const passed = call.opening.begins ? call.core.tasks!.begun(call, item, answer) : answer;
  if ('kind' in passed && 'bytes' in passed) call.pass(passed);
  else giveUp(call, item, passed);
}

/** What stages that serve calls of their own have in common with this page. */
const STEPS: Steps<Call> = { after, see, send, settle, giveUp };

/** Stage 9 without an answer: refunded only if nothing was sent. onError belongs to hooks. */
function giveUp(call: Call, item: CatalogItem, failure: BackendFailure): void {
  if (!failure.sent) call.charge?.refund();
  call.refuse(answers.failed(failure, item));
}
