// What a child writes to standard error, as lines for the operator: named, printable, and not too many.
import type { Clock } from '../contract/environment.ts';

const MAX_LINE = 2000;
const WINDOW_MS = 10_000;
const LINES_PER_WINDOW = 100;

/** Returns what takes a line. Lines beyond the bound are counted, and the count is told later. */
export function createChildLog(
  name: string,
  clock: Clock,
  log: (line: string) => void,
): (line: string) => void {
  let windowStart = Number.NEGATIVE_INFINITY;
  let written = 0;
  let dropped = 0;
  return (line) => {
    const now = clock.monotonic();
    if (now - windowStart >= WINDOW_MS) {
      if (dropped > 0) log(`server ${name}: ${dropped} lines left out`);
      windowStart = now;
      written = 0;
      dropped = 0;
    }
    if (++written > LINES_PER_WINDOW) dropped++;
    else log(`server ${name}: ${printable(line)}`);
  };
}

/** Without terminal sequences and other controls, which would let a child write what looks like another's line. */
function printable(line: string): string {
  const plain = line
    .replace(/\u001b\[[0-9;?]*[ -/]*[@-~]/g, '')
    .replace(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029]/g, '\ufffd');
  return plain.length > MAX_LINE ? `${plain.slice(0, MAX_LINE)}…` : plain;
}
