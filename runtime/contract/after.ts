// A value that is there at once, or later: what is there at once goes on at once, without a turn of the loop.

/** Goes on with `value`. Whatever `next` throws is thrown, or rejects. */
export function after<T, U>(value: T | Promise<T>, next: (value: T) => U | Promise<U>): U | Promise<U> {
  return value instanceof Promise ? value.then(next) : next(value);
}
