// Code as a value. User text becomes a literal by its type; nothing concatenates code.

/** A piece of JavaScript. Only `code`, `literal` and `join` make one. */
export interface Code {
  readonly text: string;
  /** Brand: a plain string is never code. */
  readonly [codeBrand]: true;
}

export const codeBrand: unique symbol = Symbol('code');
