// Whole lines of a stream, as many at once as came: what is torn by an ending is left out.
import type { Readable } from 'node:stream';

/** Gives `take` lines joined by newlines, without the last one's. */
export function readLines(stream: Readable, take: (lines: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8').on('data', (text: string) => {
    const end = text.lastIndexOf('\n');
    if (end < 0) rest += text;
    else {
      take(rest + text.slice(0, end));
      rest = text.slice(end + 1);
    }
  });
}
