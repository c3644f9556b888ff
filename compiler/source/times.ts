// Times as people write them.

/** Milliseconds since the epoch; null for what is no time, or a day that no month has, which JavaScript takes for another. */
export function readTime(text: string): number | null {
  const [day] = text.split('T');
  const [midnight, time] = [Date.parse(`${day}T00:00:00Z`), Date.parse(text)];
  if (day === undefined || Number.isNaN(midnight) || Number.isNaN(time)) return null;
  return new Date(midnight).toISOString().startsWith(day) ? time : null;
}
