// Values that JSON has no type for. JSON never holds one, so no caller can forge it.

/** What is an object to JavaScript and no map to CEL. */
export class Special {}

/** The dyn form of a double, uint, timestamp or duration: it keeps them apart from int. */
export class Box extends Special {
  readonly kind: 'double' | 'uint' | 'timestamp' | 'duration';
  readonly value: number | bigint;
  constructor(kind: Box['kind'], value: number | bigint) {
    super();
    this.kind = kind;
    this.value = value;
  }
}

export class Bytes extends Special {
  readonly data: Uint8Array;
  constructor(data: Uint8Array) {
    super();
    this.data = data;
  }
}

/** The name of a type as a value. */
export class TypeName extends Special {
  readonly name: string;
  constructor(name: string) {
    super();
    this.name = name;
  }
}

/** A value that may not be there. */
export class Optional extends Special {
  readonly present: boolean;
  readonly value: unknown;
  constructor(present: boolean, value: unknown) {
    super();
    this.present = present;
    this.value = value;
  }
}

/** A double in dyn form. What is no safe integer is a double already. */
export function boxDouble(value: number): unknown {
  return Number.isSafeInteger(value) ? new Box('double', value) : value;
}

/** A uint in dyn form. */
export function boxUint(value: number | bigint): unknown {
  return new Box('uint', value);
}

/** A timestamp, in milliseconds since the epoch or finer, in dyn form. */
export function boxTimestamp(value: number | bigint): unknown {
  return new Box('timestamp', value);
}

/** A duration in milliseconds or finer, in dyn form. */
export function boxDuration(value: number | bigint): unknown {
  return new Box('duration', value);
}

/** Bytes of a literal, from their hexadecimal digits. */
export function bytesOf(hex: string): Bytes {
  return new Bytes(Uint8Array.from(hex.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16)));
}

/** A type by its name. */
export function typeNamed(name: string): TypeName {
  return new TypeName(name);
}
