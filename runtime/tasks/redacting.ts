// What went wrong with a task may repeat a secret that its server was given, as any error may: that is left out.
import type { ServerMessage } from '../contract/message.ts';
import type { Plan } from '../contract/plan.ts';
import type { Redact, Redactor } from '../contract/redact.ts';
import type { BackendFailure } from '../contract/server.ts';
import { decode, encode, spells, stringAt } from '../protocol/bytes.ts';
import { scanServer } from '../protocol/scan.ts';
import { members } from '../protocol/skip.ts';

/** What leaves out the secrets of a server, by its name. */
export type RedactOf = (plan: Plan, server: string) => Redact;

export function createRedacting(redactor: Redactor): RedactOf {
  const known = new Map<string, Redact>();
  return ({ servers }, name) => {
    const redact = known.get(name) ?? redactor(servers.find((server) => server.name === name)!);
    known.set(name, redact);
    return redact;
  };
}

/** Its secrets cannot be left out. */
export const UNREDACTED: BackendFailure = {
  kind: 'protocol',
  status: null,
  begun: true,
  sent: true,
  detail: 'what it says of a task repeats a secret where it cannot be left out',
};

/** An answer about a task, as it may be told. Null: without its secrets it is no message any more. */
export function redactedAnswer(redact: Redact, answer: ServerMessage): ServerMessage | null {
  const { bytes, result } = answer;
  if (result === null || !wentWrong(bytes, result.start)) return answer;
  const text = decode(bytes);
  const shown = redact(text);
  return shown === text ? answer : scanServer(encode(shown));
}

/** It has failed, or its tool has (the state begins at `at`). */
function wentWrong(bytes: Uint8Array, at: number): boolean {
  const [status, result] = members(bytes, at, ['status', 'result'])?.found ?? [];
  if (stringAt(bytes, status) === 'failed') return true;
  if (result === undefined || bytes[result.start] !== 0x7b) return false;
  const isError = members(bytes, result.start, ['isError'])?.found[0];
  return isError !== undefined && spells(bytes, isError.start, isError.end, 'true');
}
