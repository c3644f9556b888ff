// Answers by which a server asks, and what becomes of a call whose server or client does not keep to it.
import type { ServerMessage } from '../contract/message.ts';

export function asksForInput({ resultType }: ServerMessage): boolean {
  return resultType === 'input_required';
}

export const UNASKED = {
  kind: 'protocol',
  status: null,
  begun: true,
  sent: true,
  detail: 'it asks the client for what it may not ask, or for nothing',
} as const;

export const UNANSWERED = { ...UNASKED, detail: 'the client did not answer what the server asked' } as const;
