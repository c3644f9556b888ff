// One event of a stream, line by line: its fields, its data, and what of a large one may be told before it has ended.
import { concat, encode, slice } from './bytes.ts';
import type { RestOfLine } from './lines.ts';

/**
 * Told of each event: its data, the last event id of the stream, the reconnection time in milliseconds that the stream
 * asked for (null: none yet), and the event's type (`message` unless it names one). Data may be empty.
 */
export type OnSseEvent = (data: Uint8Array, id: string, retry: number | null, type: string) => void;

/** Takes the data of an event that has not ended, piece by piece, and then what else is known of it. */
export interface RestOfEvent {
  data(piece: Uint8Array): void;
  end(id: string, retry: number | null, type: string): void;
}

/** What of an event may be told before it has ended: `begins` is asked once more than `bytes` of its data have come. */
export interface LargeEvents {
  readonly bytes: number;
  /** Null: the event is told when it has ended. */
  begins(data: Uint8Array, type: string): RestOfEvent | null;
}

const NEWLINE = /* @__PURE__ */ encode('\n');
const DATA = 'data:';

/** What takes the lines of a stream. */
export function createEvent(onEvent: OnSseEvent, maxEventBytes: number, large: LargeEvents | null) {
  let data: Uint8Array[] = [];
  let size = 0;
  let lines = 0;
  let type = '';
  let id = '';
  let retry: number | null = null;
  let first = true;
  let over = false;
  /** Takes the event that comes, and whether somebody may still want to. */
  let passes: RestOfEvent | null = null;
  let asked = large === null;

  function dispatch(): void {
    const told = data;
    const named = type || 'message';
    const passed = passes;
    data = [];
    size = 0;
    lines = 0;
    type = '';
    passes = null;
    asked = large === null;
    if (passed !== null) passed.end(id, retry, named);
    else if (told.length > 0) onEvent(joined(told), id, retry, named);
  }

  /** So much more data has come. */
  function grow(bytes: number): void {
    size += bytes;
    over = size > maxEventBytes;
  }

  /** A line of data, or the beginning of one that is `open`. Whether it passes. */
  function add(value: Uint8Array, open: boolean): boolean {
    const bytes = value.length + (lines > 0 ? 1 : 0);
    if (passes !== null) {
      passes.data(NEWLINE);
      passes.data(value);
    } else if (!asked && (open || size + bytes > large!.bytes)) {
      asked = true;
      passes = large!.begins(joined([...data, value]), type || 'message');
    }
    if (open && passes === null) return false;
    if (passes === null) data.push(value);
    lines++;
    grow(bytes);
    return passes !== null;
  }

  /** A long line, as far as it has come. */
  function begins(bytes: Uint8Array): RestOfLine | null {
    const line = first ? withoutMark(bytes) : bytes;
    if (slice(line, 0, DATA.length) !== DATA) return null;
    if (!add(valueIn(line, DATA.length - 1), true)) return null;
    first = false;
    return (piece) => {
      grow(piece.length);
      passes!.data(piece);
    };
  }

  function field(line: Uint8Array): void {
    const colon = line.indexOf(0x3a);
    const end = colon < 0 ? line.length : colon;
    const value = valueIn(line, end);
    const name = end < 6 ? slice(line, 0, end) : '';
    if (name === 'data') add(value, false);
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

  return { line, begins, over: () => over };
}

/** The value of a field whose name ends with the colon at `colon`. */
function valueIn(line: Uint8Array, colon: number): Uint8Array {
  return line.subarray(Math.min(line.length, colon + (line[colon + 1] === 0x20 ? 2 : 1)));
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
