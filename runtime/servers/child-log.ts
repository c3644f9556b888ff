// What a child writes to standard error, as lines for the operator: printable, and not too many.
import type { Peer } from './link.ts';

const MAX_LINE = 2000;
const WINDOW_MS = 10_000;
const LINES_PER_WINDOW = 100;

/** Returns what takes a line. Lines beyond the bound are counted, and the count is told later. */
export function createChildLog({ clock, log, redact }: Peer): (line: string) => void {
  let windowEnd = 0;
  let lines = 0;
  return (line) => {
    const now = clock.monotonic();
    if (now >= windowEnd) {
      if (lines > LINES_PER_WINDOW) log(`${lines - LINES_PER_WINDOW} lines left out`);
      windowEnd = now + WINDOW_MS;
      lines = 0;
    }
    if (++lines <= LINES_PER_WINDOW) log(cut(redact(printable(line))));
  };
}

/** Without terminal sequences and other controls, which would let a child write what looks like another's line. */
function printable(line: string): string {
  return line
    .replace(/\u001b\[[0-9;?]*[ -/]*[@-~]/g, '')
    .replace(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029]/g, '\ufffd');
}

/** Cut last: half a secret would not be found. */
function cut(line: string): string {
  return line.length > MAX_LINE ? `${line.slice(0, MAX_LINE)}…` : line;
}
