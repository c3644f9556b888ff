// Calls that become tasks, in each era on each side where both can: ids sealed for the agent that began them, and
// what is asked of a task sent to the server that keeps it. Nothing is kept here but the list of what was begun.
import type { AskingCall } from '../contract/asks.ts';
import type { GatewayRequest } from '../contract/gateway.ts';
import type { ServerMessage } from '../contract/message.ts';
import type { BackendCall, BackendFailure, BackendSink } from '../contract/server.ts';
import type { CatalogItem, TaskContext } from '../contract/stages.ts';
import type { Opening, TaskCall, TaskList, TaskOf, TaskStage } from '../contract/tasks.ts';
import { invalidParams, noServer, type Refusal } from '../gateway/answers.ts';
import { type Call, PLAIN } from '../gateway/call.ts';
import { binaryJson, encode } from '../protocol/bytes.ts';
import { capabilitiesIn, declaredBy, TASKS_EXTENSION } from '../protocol/extensions.ts';
import { scanServer } from '../protocol/scan.ts';
import { createSeal } from '../seal/index.ts';
import { noTask, noTasksOf, undeclaredTasks } from './answers.ts';
import { askable, unasked } from './asks.ts';
import { createdIn, listensToTasks, modernMembersOf, respelled, taskIn } from './forms.ts';
import { createIds, type Ids, ownerOf } from './ids.ts';
import { createKnown, listTasks } from './list.ts';
import { serveTask } from './serve.ts';

/** What of the gateway's stages a task needs. */
interface Steps {
  asking(
    call: Call,
    item: CatalogItem,
    outbound: BackendCall,
    through: (sink: BackendSink) => BackendSink,
    answer: (message: ServerMessage) => void,
  ): AskingCall;
  giveUp(call: Call, item: CatalogItem, failure: BackendFailure): void;
}

const METHODS: Readonly<Record<GatewayRequest['era'], readonly string[]>> = {
  legacy: ['tasks/get', 'tasks/result', 'tasks/cancel'],
  modern: ['tasks/get', 'tasks/update', 'tasks/cancel'],
};

const UNSUPPORTED = { refused: 'unsupported' } as const;

const NO_TASK: BackendFailure = {
  kind: 'protocol',
  status: null,
  begun: true,
  sent: true,
  detail: 'it gives a task without an id',
};

export function taskStage({
  environment,
  keys,
  known: ofAgents,
}: TaskContext): TaskStage<Call, Steps, Refusal> {
  const ids = createIds(createSeal(keys, environment.random), environment);
  const known = createKnown(ofAgents);
  const lists = ofAgents !== null;

  function serve(call: Call, steps: Steps): void {
    const { request, core } = call;
    const { taskId, method } = request.message;
    if (request.era === 'modern' && !knowsTasks(request)) return call.refuse(undeclaredTasks());
    if (method === 'tasks/list') return listTasks(listOf(call, ids), known);
    if (taskId === null) return call.refuse(invalidParams('params.taskId must be a string'));
    call.asked = taskId;
    const task = ids.open(request.agent, taskId);
    if (task === null) return call.refuse(noTask('resolve'));
    call.ofTask(task.ref);
    const found = core.catalog.find('tool', task.tool);
    const next = (item: CatalogItem | undefined): void => serveOf(call, steps, task, item);
    if (found instanceof Promise) found.then(next).catch((error) => call.fail(error));
    else next(found);
  }

  return {
    lists,
    take(call, steps) {
      const { era, message } = call.request;
      const listing = lists && era === 'legacy' && message.method === 'tasks/list';
      // Who knows tasks is told, with the acknowledgement, that it will hear of none.
      const refused = era === 'modern' && listensToTasks(message) && !knowsTasks(call.request);
      if (!METHODS[era].includes(message.method) && !listing && !refused) return false;
      serve(call, steps);
      return true;
    },
    open(call, item) {
      const { core, request } = call;
      if (item.tasks === null && request.message.task === null) return null;
      const wanted = item.tasks === null ? UNSUPPORTED : opening(request, item);
      if (wanted.refused === null) call.opening = wanted;
      if (wanted.refused === 'undeclared') return undeclaredTasks();
      if (wanted.refused === null || request.era === 'modern') return null;
      // Where no tasks are declared, a call that asks for one is a call like any other.
      const abilities = core.catalog.abilities(request.agent);
      return !(abilities instanceof Promise) && abilities.tasks?.legacy ? noTasksOf(item) : null;
    },
    begun(call, item, answer) {
      const { form } = item.tasks!;
      if (form === 'modern' && answer.resultType !== 'task') return answer;
      const created = createdIn(answer, form);
      // Also an error, or a result at once, from a server that does as it likes.
      if (created === null) return answer.resultType === 'task' ? NO_TASK : answer;
      const problem = form === 'modern' ? unasked(call, item, answer) : null;
      if (problem !== null) return problem;
      const { agent, era } = call.request;
      const tool = 'name' in item.facts ? item.facts.name : '';
      const task = { server: item.server, tool, id: created.id, ref: call.beginsTask() };
      const id = ids.seal(agent, task, created.ttlMs);
      known.add(ownerOf(agent), id);
      if (form === era) return respelled(answer, [{ span: created.idSpan, with: binaryJson(id) }]);
      return modernCreated(answer, created.task, id);
    },
  };
}

/** The tool whose call began it must still be what it was, and visible. */
function serveOf(call: Call, steps: Steps, task: TaskOf, item: CatalogItem | undefined): void {
  if (call.over) return;
  const tried = item === undefined ? call.core.catalog.dead() : null;
  if (tried !== null) return call.refuse(noServer(tried));
  if (item?.server !== task.server || item.tasks === null) return call.refuse(noTask('resolve'));
  call.item = item;
  if (!item.judge.visible(call.request.agent)) return call.refuse(noTask('visible'));
  serveTask(taskCallOf(call, steps, item, task));
}

function taskCallOf(call: Call, { asking, giveUp }: Steps, item: CatalogItem, task: TaskOf): TaskCall {
  const { asks } = call.core;
  const failed = (failure: BackendFailure): void => giveUp(call, item, failure);
  const notify = (message: ServerMessage): void => call.notify(message);
  return {
    request: call.request,
    item,
    task,
    askable: askable(call, item),
    get over() {
      return call.over;
    },
    unasked: (answer) => unasked(call, item, answer),
    send: (outbound, sink) => call.sent(item.backend.call(outbound, sink)),
    attempt(outbound, through, answer) {
      if (asks !== null && item.asks.length > 0) asks.attempt(asking(call, item, outbound, through, answer));
      else call.sent(item.backend.call(outbound, { notification: notify, answer, failed }));
    },
    notify,
    answer: (message) => call.pass(message),
    tell: (result) => call.record([encode(result)]),
    failed,
  };
}

function listOf(call: Call, ids: Ids): TaskList {
  const { request, core } = call;
  return {
    request,
    async find(id) {
      const task = ids.open(request.agent, id);
      const item = task && (await core.catalog.find('tool', task.tool));
      if (!item || item.server !== task?.server || !item.judge.visible(request.agent)) return null;
      return { item, task };
    },
    tell: (result) => call.record([encode(result)]),
    invalid: (problem) => call.refuse(invalidParams(problem)),
  };
}

export function knowsTasks(request: GatewayRequest): boolean {
  return TASKS_EXTENSION in declaredBy(request).extensions;
}

/**
 * A legacy client wants a task, and its server must give one; a modern server decides, and its client must know tasks.
 * So a modern server's task cannot be given to a legacy client; a legacy server's can be to a modern one.
 */
function opening(request: GatewayRequest, { tasks }: CatalogItem): Opening {
  const { form, support } = tasks!;
  const { era, protocolVersion, message } = request;
  if (era === 'legacy') {
    if (message.task === null) return PLAIN;
    const carried = form === 'legacy' && support !== 'forbidden' && protocolVersion >= '2025-11-25';
    return carried ? { ...PLAIN, begins: true, keeps: true } : { refused: 'unsupported' };
  }
  const knows = knowsTasks(request);
  if (form === 'modern') return knows ? { ...PLAIN, begins: true, extension: true } : PLAIN;
  if (support !== 'required') return PLAIN;
  return knows ? { ...PLAIN, begins: true, members: '"task":{}' } : { refused: 'undeclared' };
}

/** A legacy server's task, as a modern client is told of it. */
function modernCreated(
  answer: ServerMessage,
  span: NonNullable<ServerMessage['result']>,
  id: string,
): ServerMessage {
  const members = modernMembersOf(taskIn(answer, span), id);
  const { _meta } = capabilitiesIn(taskIn(answer, answer.result!));
  const meta = _meta === undefined ? '' : `,"_meta":${JSON.stringify(_meta)}`;
  return scanServer(encode(`{"jsonrpc":"2.0","id":0,"result":{"resultType":"task",${members}${meta}}}`))!;
}
