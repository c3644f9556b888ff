// Server-sent events: reads a stream of them, writes one. WHATWG HTML, "Server-sent events", sections on parsing and
// interpreting an event stream.
import { concat, encode, slice } from './bytes.ts';
import { cutLines, type StreamReader } from './lines.ts';
import { singleLine } from './outbound.ts';

export type SseReader = StreamReader;

/**
 * Told of each event: its data, the last event id of the stream, the reconnection time in milliseconds that the stream
 * asked for (null: none yet), and the event's type (`message` unless it names one). Data may be empty.
 */
export type OnSseEvent = (data: Uint8Array, id: string, retry: number | null, type: string) => void;

/**
 * Reads a stream of events. An event that lies in one chunk is told as a view of it, not a copy. An event with more than
 * `maxEventBytes` of data, or a line that is longer, ends the reading: `push` returns false.
 */
export function createSseReader(onEvent: OnSseEvent, maxEventBytes: number): StreamReader {
  const event = createEvent(onEvent, maxEventBytes);
  const ends = createLineEnds();
  // The field's name, colon and space are no data.
  const lines = cutLines(
    (line) => {
      if (ends.isLine(line)) event.line(line);
    },
    maxEventBytes + 6,
    ends.find,
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

function createEvent(onEvent: OnSseEvent, maxEventBytes: number) {
  let data: Uint8Array[] = [];
  let size = 0;
  let type = '';
  let id = '';
  let retry: number | null = null;
  let first = true;
  let over = false;

  function dispatch(): void {
    const told = data;
    const named = type;
    data = [];
    size = 0;
    type = '';
    if (told.length > 0) onEvent(told.length === 1 ? told[0]! : joined(told), id, retry, named || 'message');
  }

  function add(value: Uint8Array): void {
    size += value.length + (data.length > 0 ? 1 : 0);
    if (size > maxEventBytes) over = true;
    else data.push(value);
  }

  function field(line: Uint8Array): void {
    const colon = line.indexOf(0x3a);
    const end = colon < 0 ? line.length : colon;
    const value = line.subarray(Math.min(line.length, end + (line[end + 1] === 0x20 ? 2 : 1)));
    const name = end < 6 ? slice(line, 0, end) : '';
    if (name === 'data') add(value);
    else if (name === 'event') type = slice(value, 0, value.length);
    else if (name === 'id' && !value.includes(0)) id = slice(value, 0, value.length);
    else if (name === 'retry') retry = digits(value) ?? retry;
  }

  function line(bytes: Uint8Array): void {
    if (over) return;
    const text = first ? withoutMark(bytes) : bytes;
    first = false;
    if (text.length === 0) dispatch();
    else field(text);
  }

  return { line, over: () => over };
}

function joined(lines: readonly Uint8Array[]): Uint8Array {
  return concat(lines.flatMap((line, i) => (i === 0 ? [line] : [NEWLINE, line])));
}

function digits(value: Uint8Array): number | null {
  const text = slice(value, 0, value.length);
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** A byte order mark may open a stream. */
function withoutMark(line: Uint8Array): Uint8Array {
  return line[0] === 0xef && line[1] === 0xbb && line[2] === 0xbf ? line.subarray(3) : line;
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

const NEWLINE = /* @__PURE__ */ encode('\n');
const HEAD = /* @__PURE__ */ encode('event: message\ndata: ');
const TAIL = /* @__PURE__ */ encode('\n\n');

/** One event that carries one JSON message, as chunks. */
export function sseEvent(json: readonly Uint8Array[]): Uint8Array[] {
  return [HEAD, ...singleLine(json), TAIL];
}
