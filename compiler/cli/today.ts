// The day, as suppressions with an end date count it.

/** Today in UTC, as `2026-11-20`: the same day for everyone who checks the same commit at the same time. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}
