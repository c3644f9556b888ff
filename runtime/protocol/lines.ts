// Cuts a stream of bytes into lines, however it is chunked. For stdio backends, and under the SSE reader.
// Specification 2026-07-28, basic/transports/stdio.
import { createGather } from './gather.ts';

/** Takes a stream piece by piece. */
export interface StreamReader {
  /** False once a bound is exceeded: the stream is not to be read on, and nothing more is told. */
  push(chunk: Uint8Array): boolean;
  /** The stream is over. What was not finished is dropped. */
  end(): void;
}

/** Which bytes end a line: LF alone (a CR before it is cut off), or CR, LF and CRLF alike. */
export type LineEnds = 'lf' | 'any';

/**
 * Tells `onLine` each line without its end, in order. A line that lies in one chunk is a view of it, not a copy; it stays
 * valid as long as the chunk does. A line longer than `maxLineBytes` ends the reading.
 */
export function createLineReader(
  onLine: (line: Uint8Array) => void,
  maxLineBytes: number,
  ends: LineEnds = 'lf',
): StreamReader {
  const rest = createGather();
  let afterReturn = false;
  let over = false;

  function complete(piece: Uint8Array): void {
    if (rest.length() + piece.length > maxLineBytes) over = true;
    else if (rest.length() === 0) onLine(ends === 'lf' ? withoutReturn(piece) : piece);
    else {
      rest.append(piece);
      const line = rest.take();
      onLine(ends === 'lf' ? withoutReturn(line) : line);
    }
  }

  function keep(piece: Uint8Array): void {
    if (rest.length() + piece.length > maxLineBytes) over = true;
    else if (piece.length > 0) rest.append(piece);
  }

  function push(chunk: Uint8Array): boolean {
    let at = afterReturn && chunk[0] === 0x0a ? 1 : 0;
    if (chunk.length > 0) afterReturn = false;
    let carriage = ends === 'any' ? chunk.indexOf(0x0d, at) : -1;
    while (!over && at < chunk.length) {
      const feed = chunk.indexOf(0x0a, at);
      const end = carriage >= 0 && (feed < 0 || carriage < feed) ? carriage : feed;
      if (end < 0) {
        keep(chunk.subarray(at));
        break;
      }
      complete(chunk.subarray(at, end));
      at = end + 1;
      if (end !== carriage) continue;
      if (at === chunk.length) afterReturn = true;
      else if (chunk[at] === 0x0a) at++;
      carriage = chunk.indexOf(0x0d, at);
    }
    return !over;
  }

  return { push: (chunk) => !over && push(chunk), end: () => void rest.take() };
}

function withoutReturn(line: Uint8Array): Uint8Array {
  return line[line.length - 1] === 0x0d ? line.subarray(0, -1) : line;
}
