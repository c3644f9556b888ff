// Values of the conformance suite (`cel.expr.Value` as JSON), and of the runtime in dyn form, as one comparable text.
import { readDuration, readTimestamp, showDuration, showTimestamp } from '../../../runtime/cel/instant.ts';
import { Entries, isRecord, mapOf } from '../../../runtime/cel/map.ts';
import { Box, Bytes, boxDouble, Optional, TypeName } from '../../../runtime/cel/value.ts';

/** One value of the suite: an object of one member, which says its kind. */
export type Expected = Readonly<Record<string, unknown>>;

/** The suite's value in the runtime's dyn form; undefined for what needs Protocol Buffers. */
export function imported(value: Expected): unknown {
  const [[kind, of] = ['', null]] = Object.entries(value);
  switch (kind) {
    case 'nullValue':
      return null;
    case 'boolValue':
    case 'stringValue':
      return of;
    case 'int64Value':
      return whole(String(of));
    case 'uint64Value':
      return new Box('uint', whole(String(of)));
    case 'doubleValue':
      return boxDouble(Number(of));
    case 'bytesValue':
      return new Bytes(Buffer.from(String(of), 'base64'));
    case 'typeValue':
      return new TypeName(String(of));
    case 'listValue':
      return importedList((of as { values?: readonly Expected[] }).values ?? []);
    case 'mapValue':
      return importedMap((of as { entries?: readonly ExpectedEntry[] }).entries ?? []);
    case 'objectValue':
      return importedObject(of as Readonly<Record<string, unknown>>);
    default:
      return undefined;
  }
}

interface ExpectedEntry {
  readonly key: Expected;
  readonly value: Expected;
}

function whole(digits: string): number | bigint {
  const small = Number(digits);
  return Number.isSafeInteger(small) ? small : BigInt(digits);
}

function importedList(values: readonly Expected[]): unknown {
  const items = values.map(imported);
  return items.includes(undefined) ? undefined : items;
}

function importedMap(entries: readonly ExpectedEntry[]): unknown {
  const pairs = entries.map(({ key, value }) => [imported(key), imported(value)] as const);
  return pairs.some((pair) => pair.includes(undefined)) ? undefined : mapOf(pairs);
}

/** Timestamps and durations are messages to the suite, and values of their own to CEL. */
function importedObject(message: Readonly<Record<string, unknown>>): unknown {
  const text = String(message.value);
  if (String(message['@type']).endsWith('/google.protobuf.Timestamp'))
    return new Box('timestamp', readTimestamp(text));
  if (String(message['@type']).endsWith('/google.protobuf.Duration'))
    return new Box('duration', readDuration(text));
  return undefined;
}

/** A value in dyn form as a text; NaN is equal to itself here, and the order of a map's keys does not matter. */
export function showValue(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return `bool ${value}`;
  if (typeof value === 'string') return `string ${JSON.stringify(value)}`;
  if (typeof value === 'bigint' || Number.isSafeInteger(value)) return `int ${value}`;
  if (typeof value === 'number') return `double ${value}`;
  if (Array.isArray(value)) return `[${value.map(showValue).join(', ')}]`;
  return showSpecial(value);
}

function showSpecial(value: unknown): string {
  if (value instanceof Box) return showBox(value);
  if (value instanceof Bytes) return `bytes ${Buffer.from(value.data).toString('hex')}`;
  if (value instanceof TypeName) return `type ${value.name}`;
  if (value instanceof Optional)
    return value.present ? `optional ${showValue(value.value)}` : 'optional none';
  if (value instanceof Entries) return showEntries([...value.of.values()]);
  return isRecord(value) ? showEntries(Object.entries(value)) : `? ${String(value)}`;
}

function showBox({ kind, value }: Box): string {
  if (kind === 'timestamp') return `timestamp ${showTimestamp(value)}`;
  return kind === 'duration' ? `duration ${showDuration(value)}` : `${kind} ${value}`;
}

function showEntries(entries: readonly (readonly [unknown, unknown])[]): string {
  const shown = entries.map(([key, one]) => `${showValue(key)}: ${showValue(one)}`).sort();
  return `{${shown.join(', ')}}`;
}
