// Reads the few parameters that the stages themselves look at.
import type { ClientMessage } from '../contract/message.ts';
import { parseArgs, parseParams } from '../protocol/args.ts';

/** What is wrong with the arguments' numbers, or null. An integer beyond int64 cannot be judged, so it is not sent. */
export function checkNumbers(message: ClientMessage): string | null {
  if (!message.bigNumbers) return null;
  try {
    parseArgs(message);
    return null;
  } catch {
    return 'arguments hold an integer beyond 64 bits';
  }
}

export function hasCursor(message: ClientMessage): boolean {
  return Object.hasOwn(parseParams(message), 'cursor');
}
