// Server-sent events: reads a stream of them, writes one. WHATWG HTML, "Server-sent events", sections on parsing and
// interpreting an event stream.
import type { Flow } from '../contract/http.ts';
import { concat, encode } from './bytes.ts';
import { cutLines, type StreamReader } from './lines.ts';
import { singleLine } from './outbound.ts';
import { createEvent, type LargeEvents, type OnSseEvent } from './sse-event.ts';

export type { LargeEvents, OnSseEvent, RestOfEvent } from './sse-event.ts';

export type SseReader = StreamReader;

/** The field's name, colon and space are no data. */
const NAME = 6;

/**
 * Reads a stream of events. An event that lies in one chunk is told as a view of it, not a copy. An event with more than
 * `maxEventBytes` of data, or a line that is longer, ends the reading: `push` returns false.
 */
export function createSseReader(
  onEvent: OnSseEvent,
  maxEventBytes: number,
  large: LargeEvents | null = null,
): StreamReader {
  const event = createEvent(onEvent, maxEventBytes, large);
  const ends = createLineEnds();
  const lines = cutLines(
    (line) => {
      if (ends.isLine(line)) event.line(line);
    },
    maxEventBytes + NAME,
    ends.find,
    large && { bytes: large.bytes + NAME, begins: event.begins },
  );
  return {
    push(chunk) {
      ends.begin(chunk);
      return !event.over() && lines.push(chunk) && !event.over();
    },
    end: () => lines.end(),
  };
}

const LF = 0x0a;
const CR = 0x0d;

/** Lines end with LF, CR or both. Between the two stands no line. */
function createLineEnds() {
  let carriage = -1;
  let last = 0;
  let end = 0;
  return {
    begin(chunk: Uint8Array): void {
      carriage = chunk.indexOf(CR);
    },
    find(chunk: Uint8Array, at: number): number {
      if (carriage >= 0 && carriage < at) carriage = chunk.indexOf(CR, at);
      const feed = chunk.indexOf(LF, at);
      const found = carriage >= 0 && (feed < 0 || carriage < feed) ? carriage : feed;
      if (found >= 0) {
        last = end;
        end = chunk[found]!;
      }
      return found;
    },
    isLine: (line: Uint8Array): boolean => line.length > 0 || last !== CR || end !== LF,
  };
}

/** The header fields of a stream. */
export const SSE_FIELDS: readonly string[] = [
  'content-type',
  'text/event-stream',
  'cache-control',
  'no-store',
  'x-accel-buffering',
  'no',
];

const HEAD = /* @__PURE__ */ encode('event: message\ndata: ');
const TAIL = /* @__PURE__ */ encode('\n\n');

/** One event that carries one JSON message, as chunks. */
export function sseEvent(json: readonly Uint8Array[]): Uint8Array[] {
  return [HEAD, ...singleLine(json), TAIL];
}

/** One event whose JSON comes piece by piece over `flow`, at whose end it ends; null where there is none. */
export function flowingEvent(flow: Flow | null | undefined): Flow | null {
  if (!flow) return null;
  let begun = false;
  return {
    write(bytes) {
      const chunks = singleLine([bytes]);
      const whole = concat(begun ? chunks : [HEAD, ...chunks]);
      begun = true;
      return flow.write(whole);
    },
    end() {
      flow.write(TAIL);
      flow.end();
    },
    abort: flow.abort,
  };
}
