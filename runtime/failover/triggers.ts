// After which failures and answers the next link is tried.
import type { CallContext } from '../contract/attempt.ts';
import type { ServerMessage } from '../contract/message.ts';
import type { TriggerKind, TriggersPlan } from '../contract/plan-ways.ts';
import type { BackendFailure } from '../contract/server.ts';
import { NO_REQUEST, type ToolFacts } from '../contract/tool.ts';
import { resultFacts } from './result.ts';

/** A server that was not even tried is passed by, whatever the chain says. */
export function triggeredByFailure({ kinds }: TriggersPlan, failure: BackendFailure): boolean {
  if (failure.retryAfterMs !== undefined && !failure.sent) return true;
  const kind = kindOf(failure);
  return kind !== null && kinds.includes(kind);
}

/** What was never reached, was lost, or gives no answer that is one, is not reachable. */
function kindOf({ kind, status }: BackendFailure): TriggerKind | null {
  if (kind === 'timeout') return 'timeout';
  if (kind !== 'http') return 'unreachable';
  if (status === 429) return 'http-429';
  return status! >= 500 ? 'http-5xx' : null;
}

/** Conditions are asked of results only: an error has nothing that they could read. */
export function triggeredByAnswer(
  { kinds, results }: TriggersPlan,
  answer: ServerMessage,
  of: CallContext | undefined,
): boolean {
  if (answer.errorCode !== null) return kinds.includes('jsonrpc-error');
  if (results.length === 0 || of === undefined) return false;
  const { agent } = of.request;
  const result = resultFacts(answer);
  return results.some(({ reads, holds }) => {
    try {
      const tool = of.item!.facts as ToolFacts;
      const args = reads.args ? of.facts.args : NOTHING;
      return holds(agent, tool, args, reads.request ? of.facts.request : NO_REQUEST, result) === true;
    } catch {
      return false;
    }
  });
}

const NOTHING = Object.freeze({});
