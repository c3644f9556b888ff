// The stages of one request, in order, on one page. The generated entry hands over the plan and the parts it uses.
import type { Environment } from './contract/environment.ts';
import type { Gateway, GatewayRequest, Reply } from './contract/gateway.ts';
import type { Plan } from './contract/plan.ts';
import type { BackendFailure } from './contract/server.ts';
import type { CatalogTool, CatalogView, Charge, Stages } from './contract/stages.ts';
import * as answers from './gateway/answers.ts';
import { Call } from './gateway/call.ts';
import { assemble, type Core } from './gateway/core.ts';
import * as results from './gateway/results.ts';
import { members } from './protocol/skip.ts';

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
  if (message.method === 'tools/call') return resolve(call);
  if (message.method === 'tools/list') return list(call);
  if (era === 'modern' && message.method === 'server/discover')
    return call.say(results.discovered(core.plan));
  if (era === 'legacy' && message.method === 'ping') return call.say(results.EMPTY);
  if (era === 'legacy' && message.method === 'initialize')
    return call.say(results.initialized(core.plan, call.request));
  call.refuse(answers.unknownMethod(call.request));
}

// ── the life of one tools/call ───────────────────────────────────────────────

/** Stage 2, resolve: which tool is meant. Waits only while a server has not been listed yet. */
function resolve(call: Call): void {
  // The scan has refused a call that names no tool.
  after(call, call.core.catalog.find(call.request.message.name ?? ''), see);
}

/** Stage 3, visible: what an agent may not see is answered as what does not exist. */
function see(call: Call, tool: CatalogTool | undefined): void {
  if (call.over) return;
  if (tool === undefined) return call.refuse(answers.unknownTool(call.request, 'resolve'));
  call.tool = tool;
  if (!tool.judge.visible(call.request.agent))
    return call.refuse(answers.unknownTool(call.request, 'visible'));
  compare(call, tool);
}

/** Stage 4, headers against body. Arguments against a locked schema: with the lock. */
function compare(call: Call, tool: CatalogTool): void {
  if (tool.mirror !== null) {
    const { message, head, era } = call.request;
    const mismatch = era === 'modern' ? tool.mirror.check(message, head.fields) : null;
    if (mismatch !== null) return call.refuse(answers.headerMismatch(mismatch));
    const unfit = tool.mirror.unfit(message);
    if (unfit !== null)
      return call.refuse(answers.invalidParams(`${unfit} cannot be sent to this tool's server`));
  }
  judge(call, tool);
}

/** Stage 5, access. beforeCall belongs to hooks, routes to failover's room. */
function judge(call: Call, tool: CatalogTool): void {
  const verdict = tool.judge.decide(call.request.agent, call.facts);
  call.verdict = verdict;
  if (!call.facts.readable) return call.refuse(answers.unreadable());
  if (!verdict.allowed) return call.refuse(answers.denied(verdict));
  limit(call, tool);
}

/** Stage 6, limits: charged once, before anything is sent. */
function limit(call: Call, tool: CatalogTool): void {
  if (tool.gate === null) return attempt(call, tool);
  const charge = tool.gate.take(call.request.agent, call.facts);
  after(call, charge, (_, made) => charged(call, tool, made));
}

function charged(call: Call, tool: CatalogTool, charge: Charge): void {
  if (!charge.granted)
    return call.refuse(call.facts.readable ? answers.limited(charge) : answers.unreadable());
  if (call.over) return charge.refund();
  call.charge = charge;
  attempt(call, tool);
}

/** Stage 7, the attempt: sent at most once. More attempts belong to failover. */
function attempt(call: Call, tool: CatalogTool): void {
  const { message } = call.request;
  const paramFields = tool.mirror?.fields(message) ?? answers.NO_FIELDS;
  const outbound = { tool: tool.facts.original, message, paramFields, timeoutMs: tool.timeoutMs };
  const cancel = tool.backend.call(outbound, {
    notification: (notification) => call.notify(notification),
    // Stage 8, the answer: passed on, then audited. afterCall belongs to hooks.
    answer: (answer) => call.pass(answer),
    failed: (failure) => giveUp(call, tool, failure),
  });
  call.sent(cancel);
}

/** Stage 8 without an answer: refunded only if nothing was sent. onError belongs to hooks. */
function giveUp(call: Call, tool: CatalogTool, failure: BackendFailure): void {
  if (!failure.sent) call.charge?.refund();
  call.refuse(answers.failed(failure, tool));
}

// ── the catalog, as this agent sees it ───────────────────────────────────────

function list(call: Call): void {
  const { bytes, params } = call.request.message;
  if (params !== null && members(bytes, params.start, ['cursor'])?.found[0])
    return call.refuse(answers.invalidParams('this list has one page, no cursor'));
  after(call, call.core.catalog.view(call.request.agent), listed);
}

function listed(call: Call, view: CatalogView): void {
  call.say(results.toolList(call.core.plan, call.request.era, view));
}

/** Goes on with `value`, at once if it is there; a rejection or a throw ends the call with no. */
function after<T>(call: Call, value: T | Promise<T>, next: (call: Call, value: T) => void): void {
  if (value instanceof Promise) value.then((made) => next(call, made)).catch((error) => call.fail(error));
  else next(call, value);
}
