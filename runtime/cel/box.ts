// The dyn form of what JSON has no type for: it keeps double, timestamp and duration apart from int.

/** A double, or milliseconds of a timestamp or duration. JSON never holds one, so no caller can forge it. */
export class Box {
  readonly kind: 'double' | 'timestamp' | 'duration';
  readonly value: number;
  constructor(kind: Box['kind'], value: number) {
    this.kind = kind;
    this.value = value;
  }
}

/** A double in dyn form. What is no safe integer is a double already. */
export function boxDouble(value: number): unknown {
  return Number.isSafeInteger(value) ? new Box('double', value) : value;
}

/** A timestamp, in milliseconds since the epoch, in dyn form. */
export function boxTimestamp(value: number): unknown {
  return new Box('timestamp', value);
}

/** A duration in milliseconds, in dyn form. */
export function boxDuration(value: number): unknown {
  return new Box('duration', value);
}
