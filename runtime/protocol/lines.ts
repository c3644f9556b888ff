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

/** The place of the next byte that ends a line, from `at` on; -1 if there is none. */
export type LineEnd = (chunk: Uint8Array, at: number) => number;

/** Takes the rest of a line piece by piece; the last one `ends` it. */
export type RestOfLine = (piece: Uint8Array, ends: boolean) => void;

/** What of a line may be told before it has ended: `begins` is asked once more than `bytes` of it have come. */
export interface LongLines {
  readonly bytes: number;
  /** Null: the line is told when it has ended. */
  begins(line: Uint8Array): RestOfLine | null;
}

/**
 * Tells `onLine` each line without its end, in order. A line that lies in one chunk is a view of it, not a copy; it stays
 * valid as long as the chunk does. A line longer than `maxLineBytes` ends the reading.
 */
export function cutLines(
  onLine: (line: Uint8Array) => void,
  maxLineBytes: number,
  lineEnd: LineEnd,
  long: LongLines | null = null,
): StreamReader {
  const rest = createGather();
  /** Bytes of the line that have come. */
  let length = 0;
  let passes: RestOfLine | null = null;
  let asked = false;
  let over = false;

  /** A piece of a line; the last one if it is `whole`. */
  function take(piece: Uint8Array, whole: boolean): void {
    const first = length === 0;
    length += piece.length;
    over = length > maxLineBytes;
    if (over) return;
    if (passes !== null) passes(piece, whole);
    else if (whole && first) onLine(piece);
    else {
      rest.append(piece);
      if (whole) onLine(rest.take());
      else if (long !== null && !asked && length > long.bytes) ask(long);
    }
    if (whole) {
      length = 0;
      passes = null;
      asked = false;
    }
  }

  function ask({ begins }: LongLines): void {
    asked = true;
    const line = rest.take();
    passes = begins(line);
    if (passes === null) rest.append(line);
  }

  function push(chunk: Uint8Array): boolean {
    for (let at = 0; !over && at < chunk.length; ) {
      const end = lineEnd(chunk, at);
      take(chunk.subarray(at, end < 0 ? chunk.length : end), end >= 0);
      at = end < 0 ? chunk.length : end + 1;
    }
    return !over;
  }

  return { push, end: () => void rest.take() };
}

/** Lines that end with LF; a CR before it is cut off, unless the line is told piece by piece. */
export function createLineReader(
  onLine: (line: Uint8Array) => void,
  maxLineBytes: number,
  long: LongLines | null = null,
): StreamReader {
  return cutLines(
    (line) => onLine(line.at(-1) === 0x0d ? line.subarray(0, -1) : line),
    maxLineBytes,
    (chunk, at) => chunk.indexOf(0x0a, at),
    long,
  );
}
