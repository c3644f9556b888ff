// A fault of the program itself: said in a few words, with a code that tells one fault from another.
import { createHash } from 'node:crypto';

/** What to print. The stack only if the person asks for it with MCPGW_DEBUG=1. */
export function internalError(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? String(error)) : String(error);
  const message = error instanceof Error ? error.message : String(error);
  const lines = [
    `mcpgw: Internal error ${faultCode(stack)}: ${message.split('\n')[0]}`,
    'This is a fault of mcpgw, not of your files. Nothing was written.',
    'Please report it with this code, the version (mcpgw --version) and, if you can, the gateway file.',
  ];
  const debug = process.env.MCPGW_DEBUG === '1';
  return `${[...lines, debug ? stack : 'MCPGW_DEBUG=1 shows where it happened.'].join('\n')}\n`;
}

/** The same fault has the same code wherever the program is installed: paths are cut to their last names. */
function faultCode(stack: string): string {
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  const place = frames.map((line) => line.replace(/\(?(?:file:\/\/)?[^\s()]*\//, '')).join('\n');
  return `E-${createHash('sha256').update(place).digest('hex').slice(0, 8)}`;
}
