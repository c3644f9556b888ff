// The canonical form of a definition, which its hash in the lock is over: RFC 8785, JSON Canonicalization Scheme.

/**
 * The canonical JSON of a value that JSON.parse gave: no spaces, keys in the order of their UTF-16 units, numbers and
 * strings as ECMAScript writes them. Two definitions of one canonical form say the same.
 */
export function canonical(value: unknown): string {
  // So a lock is written; to find it out takes a third of the time.
  return isSorted(value) ? JSON.stringify(value) : sorted(value);
}

function isSorted(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isSorted);
  let last: string | null = null;
  for (const key in value) {
    if (last !== null && !(last < key)) return false;
    if (!isSorted((value as Readonly<Record<string, unknown>>)[key])) return false;
    last = key;
  }
  return true;
}

function sorted(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sorted).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${sorted(member)}`).join(',')}}`;
}

/** How a hash is written, before the 64 hex digits of the SHA-256 over the canonical form in UTF-8. */
export const HASH_PREFIX = 'sha256:';
