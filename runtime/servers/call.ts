// One request of an agent on its way to a server and back. It is sent at most once; the sink hears one end.
import type { ServerMessage } from '../contract/message.ts';
import type { BackendCall, BackendFailure, BackendSink } from '../contract/server.ts';
import { outbound } from '../protocol/outbound.ts';
import { broken, failureOf, timedOut, told } from './failure.ts';
import type { Keep } from './keep.ts';
import type { Link, Peer, Waiter } from './link.ts';
import { errorText, isHopError, redacted } from './message.ts';

/**
 * Sends `call` over the current link, or over one that is opened first. Returns what cancels it: the server is told,
 * the sink is not.
 */
export function sendCall(peer: Peer, keep: Keep, call: BackendCall, sink: BackendSink): () => void {
  const { message, subject, renamed, timeoutMs } = call;
  let modern = false;
  let sent = false;
  let over = false;
  let giveUp = (): void => {};
  const stopTimer = peer.clock.after(timeoutMs, () => {
    if (quit()) sink.failed(timedOut(timeoutMs, sent));
  });
  const waiter: Waiter = {
    answer(answer) {
      const problem = modern ? answerProblem(answer) : null;
      const shown = redacted(peer, answer);
      if (problem !== null) failed(broken(problem, answer.errorCode === null));
      else if (shown === null) failed(broken('its error repeats a secret where it cannot be left out'));
      else if (end()) sink.answer(shown);
    },
    progress(notification) {
      if (!over) sink.notification(notification);
    },
    failed,
  };

  function failed(failure: BackendFailure): void {
    if (end()) sink.failed(told(peer, failure));
  }

  function wait(): void {
    keep.ready(false).then(send, (error: unknown) => failed(failureOf(error)));
  }

  function send(link: Link): void {
    if (over) return;
    sent = true;
    modern = link.agreement!.era === 'modern';
    const id = peer.nextId();
    const raw = String(id);
    const progressToken = message.progressToken === null ? null : raw;
    const json = outbound(message, {
      id: raw,
      subject,
      renamed,
      progressToken,
      own: modern ? peer.own : '',
    });
    giveUp = link.send({ id, method: message.method, json, call }, waiter);
  }

  function end(): boolean {
    if (over) return false;
    over = true;
    stopTimer();
    return true;
  }

  function quit(): boolean {
    const open = end();
    if (open) giveUp();
    return open;
  }

  const link = keep.current();
  if (link === null) wait();
  else send(link);
  return quit;
}

/** Why an answer of the modern era is not passed on. */
function answerProblem(answer: ServerMessage): string | null {
  const { resultType } = answer;
  if (isHopError(answer)) return errorText(answer);
  // An unknown type must not be taken for a complete result (2026-07-28, basic/index, ResultType).
  if (resultType === null || resultType === 'complete') return null;
  if (resultType === 'input_required') return 'it asks the client for input, which is not relayed';
  return `its result is of the unknown type ${JSON.stringify(resultType)}`;
}
