// The one error of CEL: the expression has no value. One constant, so that throwing it costs no stack.

/** Thrown wherever CEL says *error*: a missing key, an overflow, a value of another type. */
export const celError: Error = /* @__PURE__ */ constant();

function constant(): Error {
  const error = new Error('The expression has no value.');
  error.name = 'CelError';
  delete error.stack;
  return Object.freeze(error);
}

/** Ends evaluation. @throws celError */
export function fail(): never {
  throw celError;
}
