// Values of CEL in words, short enough to stand in a line.

const longest = 60;

/** A value as a person reads it: as CEL writes it where it is short. */
export function showValue(value: unknown, type: string): string {
  const text =
    (type === 'timestamp' ? time(value) : type === 'optional' ? optional(value) : null) ?? words(value);
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

function time(value: unknown): string | null {
  const ms = typeof value === 'bigint' ? Number(value / 1_000_000n) : value;
  if (typeof ms !== 'number' || Number.isNaN(new Date(ms).getTime())) return null;
  return `timestamp("${new Date(ms).toISOString()}")`;
}

/** The runtime's own, told by its shape. */
function optional(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('present' in value && 'value' in value)) return null;
  return value.present === true ? `optional.of(${words(value.value)})` : 'optional.none()';
}

function words(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  return JSON.stringify(begin(value, { left: longest + 1 })) ?? String(value);
}

/**
 * The beginning of a value, as JSON knows it: as many parts as there may be characters. One that `cel.bind` doubles has
 * more parts than anyone can go over.
 */
function begin(value: unknown, room: { left: number }): unknown {
  room.left -= 1;
  const plain = simple(value);
  if (typeof plain !== 'object' || plain === null) return plain;
  const first = Array.isArray(plain) ? plain.slice(0, longest) : plain;
  const begun = Object.entries(first).flatMap(([key, part]) =>
    room.left > 0 ? [[key, begin(part, room)] as const] : [],
  );
  return Array.isArray(plain) ? begun.map(([, part]) => part) : Object.fromEntries(begun);
}

/** What JSON does not know: 64-bit integers, and the boxes in which the runtime keeps numbers and times apart. */
function simple(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  if ('kind' in value && 'value' in value && Object.getPrototypeOf(value) !== Object.prototype) {
    return value.value;
  }
  return value;
}
