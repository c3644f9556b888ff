// Calls that become tasks, in each era on each side: ids sealed for the agent that began them, and what is asked of a task sent to the
// server that keeps it. Kept here is who began what, what came of what no server keeps, and what legacy servers ask modern clients.
import type { CatalogItem } from '../contract/catalog.ts';
import type { GatewayRequest } from '../contract/gateway.ts';
import type { ServerMessage } from '../contract/message.ts';
import type { BackendFailure } from '../contract/server.ts';
import type { Outcome } from '../contract/shared.ts';
import type { TaskContext } from '../contract/stages.ts';
import type { TaskOf, TaskStage } from '../contract/tasks.ts';
import { after } from '../gateway/after.ts';
import { noServer, type Refusal } from '../gateway/answers.ts';
import type { Call } from '../gateway/call.ts';
import { binaryJson } from '../protocol/bytes.ts';
import { TASK_STATUS } from '../protocol/versions.ts';
import { createSeal } from '../seal/index.ts';
import { announced, SINCE } from './announce.ts';
import { noTask, noTasksOf, undeclaredTasks } from './answers.ts';
import { unasked } from './asks.ts';
import { listOf, type Steps, taskCallOf } from './calls.ts';
import { createdIn, listensToTasks, respelled, statusOf } from './forms.ts';
import { grantOf, ungranted } from './grant.ts';
import { HELD, heldCreated, outcomeOf, serveHeld } from './held.ts';
import { createIds, ownerOf } from './ids.ts';
import { keptIn } from './kept.ts';
import { createKnown } from './known.ts';
import { legacyCreated } from './legacy-forms.ts';
import { listTasks } from './list.ts';
import { createListed } from './listed.ts';
import { createListening } from './listening.ts';
import { knowsTasks, modernCreated, opening, UNSUPPORTED } from './opening.ts';
import { createOutstanding } from './outstanding.ts';
import { createRedacting } from './redacting.ts';
import { serveTask } from './serve.ts';

const METHODS: Readonly<Record<GatewayRequest['era'], readonly string[]>> = {
  legacy: ['tasks/get', 'tasks/result', 'tasks/cancel'],
  modern: ['tasks/get', 'tasks/update', 'tasks/cancel'],
};

const BROKEN = { kind: 'protocol', status: null, begun: true, sent: true } as const;
const NO_TASK: BackendFailure = { ...BROKEN, detail: 'it gives a task without an id' };
const UNKNOWN_TYPE: BackendFailure = { ...BROKEN, detail: 'its result is of an unknown type' };

export function taskStage({
  environment,
  keys,
  known: ofAgents,
  late,
  redactor,
}: TaskContext): TaskStage<Call, Steps, Refusal> {
  const ids = createIds(createSeal(keys, environment.random), environment);
  const known = createKnown(ofAgents, environment.clock);
  const lists = ofAgents !== null;
  const redactOf = createRedacting(redactor);
  const listed = createListed();
  const outstanding = createOutstanding(environment, lists);
  const listening = createListening({ environment, late, redactOf, outstanding }, ids);

  function serve(call: Call, steps: Steps): void {
    const { request, core } = call;
    const { taskId, method } = request.message;
    if (request.era === 'modern' && !knowsTasks(request)) return call.refuse(undeclaredTasks());
    if (method === 'tasks/list') return listTasks(listOf(call, ids, { redactOf, outstanding }), known);
    if (taskId === null) return call.invalid('params.taskId must be a string');
    call.asked = taskId;
    const task = ids.open(request.agent, taskId);
    if (task === null) return call.refuse(noTask('resolve'));
    call.ofTask({ task: task.ref });
    const next = (called: CatalogItem | undefined, keeping: CatalogItem | undefined): void => {
      const item = keptOf(call, task, called, keeping);
      if (item === null) return;
      const redact = redactOf(core.plan, item.server);
      const about = taskCallOf(call, steps, { item, task, redact, outstanding });
      if (task.id !== HELD) return serveTask(about);
      const outcome = known.outcome(ownerOf(request.agent), taskId);
      if (outcome === null) call.refuse(noTask('resolve'));
      else serveHeld(about, outcome);
    };
    after(call, core.catalog.find('tool', task.tool), (_, called) => {
      const item = task.to === null ? called : core.catalog.find('tool', task.to);
      after(call, item, (_, keeping) => next(called, keeping));
    });
  }

  /** The client's id of what has begun; `outcome`: what came of it, where no server keeps that. */
  function begin(
    call: Call,
    item: CatalogItem,
    id: string,
    ttlMs: number | null,
    outcome: Outcome | null,
  ): string {
    const { agent } = call.request;
    const [tool, where] = [nameOf(call.item!), nameOf(item)];
    const to = where === tool ? null : where;
    const task = { server: item.server, tool, to, id, ref: call.beginsTask(), ...grantOf(call) };
    const sealed = ids.seal(agent, task, ttlMs);
    known.add(ownerOf(agent), sealed, outcome);
    return sealed;
  }

  /** A modern server has answered at once who wants a task. */
  function held(call: Call, item: CatalogItem, answer: ServerMessage): ServerMessage | BackendFailure {
    if (answer.resultType !== null && answer.resultType !== 'complete') return UNKNOWN_TYPE;
    const outcome = outcomeOf(call.request.message, answer, environment.clock.now());
    const id = begin(call, item, HELD, outcome.ttlMs, outcome);
    return told(call, heldCreated(outcome, id));
  }

  /** What is wrong with who listens to tasks; where nothing is, the stream is opened by who has it. */
  function refusedListening(call: Call): boolean {
    const problem = knowsTasks(call.request) ? listening.problem(call) : undefined;
    if (problem === undefined) call.refuse(undeclaredTasks());
    else if (problem !== null) call.invalid(problem);
    return problem !== null;
  }

  return {
    announced: (request, abilities) => announced(request, abilities, lists),
    listed({ core, request }, view) {
      const told = lists && request.era === 'legacy' && request.protocolVersion >= SINCE;
      return told ? listed(core.catalog, view) : view;
    },
    take(call, steps) {
      const { era, message } = call.request;
      const listing = lists && era === 'legacy' && message.method === 'tasks/list';
      if (era === 'modern' && listensToTasks(message)) return refusedListening(call);
      if (!METHODS[era].includes(message.method) && !listing) return false;
      serve(call, steps);
      return true;
    },
    heard: (call) => (call.request.era === 'modern' ? listening.heard(call) : null),
    open(call, item) {
      const { core, request } = call;
      if (item.tasks === null && request.message.task === null) return null;
      const wanted = item.tasks === null ? UNSUPPORTED : opening(request, item, lists);
      if (wanted.refused === null) call.opening = wanted;
      if (wanted.refused === 'undeclared') return undeclaredTasks();
      if (wanted.refused === null || request.era === 'modern') return null;
      // Where no tasks are declared, a call that asks for one is a call like any other.
      const abilities = core.catalog.abilities(request.agent);
      const said = abilities instanceof Promise ? undefined : announced(request, abilities.tasks, lists);
      return said === undefined ? null : noTasksOf(item);
    },
    begun(call, item, answer) {
      const { form } = item.tasks!;
      const { era } = call.request;
      if (form === 'modern' && answer.resultType !== 'task')
        return era === 'modern' || answer.result === null ? answer : held(call, item, answer);
      const created = createdIn(answer, form);
      // Also an error, or a result at once, from a server that does as it likes.
      if (created === null) return answer.resultType === 'task' ? NO_TASK : answer;
      const problem = form === 'modern' ? unasked(call, item, answer) : null;
      if (problem !== null) return problem;
      const id = begin(call, item, created.id, created.ttlMs, null);
      const session = call.request.session?.key;
      if (session !== undefined && form === 'legacy')
        late?.expect(item.server, TASK_STATUS, created.id, { session, as: id, push: () => false });
      if (form === era)
        return told(call, respelled(answer, [{ span: created.idSpan, with: binaryJson(id) }]));
      return told(
        call,
        era === 'modern' ? modernCreated(answer, created.task, id) : legacyCreated(answer, id),
      );
    },
  };
}

/** The tool that keeps it. The one whose call began it must still be what it was, and its call granted: else the call is refused. */
function keptOf(
  call: Call,
  task: TaskOf,
  called: CatalogItem | undefined,
  item: CatalogItem | undefined,
): CatalogItem | null {
  if (call.over) return null;
  const refuse = (refusal: Refusal): null => {
    call.refuse(refusal);
    return null;
  };
  const tried = item === undefined ? call.core.catalog.dead() : null;
  if (tried !== null) return refuse(noServer(tried));
  const kept = keptIn(task, called, item);
  if (kept === null) return refuse(noTask('resolve'));
  call.item = kept.called;
  const refusal = ungranted(call, kept.called, task);
  return refusal === null ? kept.item : refuse(refusal);
}

/** The answer to the call that has begun it, with what its record is to say. */
function told(call: Call, answer: ServerMessage): ServerMessage {
  const { task } = createdIn(answer, call.request.era)!;
  call.ofTask({ task: call.beginsTask(), ...statusOf(answer.bytes, task.start) });
  return answer;
}

/** A tool's name in the catalog. */
function nameOf({ facts }: CatalogItem): string {
  return 'name' in facts ? facts.name : '';
}
