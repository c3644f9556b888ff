// Waiting longer each time.

/** Milliseconds to wait before try number `failures` + 1: `first` doubled each time, up to `last`. */
export function backoff(failures: number, first: number, last: number): number {
  return Math.min(last, first * 2 ** Math.min(failures, 30));
}
