// Waiting longer each time.

const FIRST_MS = 500;
const LAST_MS = 30_000;

/** Milliseconds to wait after so many failures in a row. */
export function backoff(failures: number): number {
  return Math.min(LAST_MS, FIRST_MS * 2 ** (failures - 1));
}
