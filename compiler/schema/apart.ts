// Which part of a document a mistake spoils: what is left without it is still understood, and read on.
import type { Path } from './words.ts';

export interface Part {
  readonly path: Path;
  /** Whether other places speak of it, by a name: of these nothing can be said then. */
  readonly named: boolean;
}

/** Lists of things, and maps of settings, to which nothing else in the file refers. */
const apart: ReadonlySet<unknown> = new Set(['routes', 'access', 'limits', 'listen', 'telemetry']);
const named: ReadonlySet<unknown> = new Set(['agents', 'issuers', 'teams', 'servers', 'catalog', 'failover']);
/** How a server is called, beside where it is and what it offers. */
const ofServer: ReadonlySet<unknown> = new Set([
  'env',
  'credentials',
  'timeout',
  'balance',
  'health',
  'breaker',
  'retry',
  'concurrency',
  'queue',
]);

/** The smallest part around a wrong value that can be missing; null where the file cannot be read without it. */
export function partAround([top, second, third]: Path): Part | null {
  if (top === undefined || second === undefined) return null;
  if (apart.has(top)) return { path: [top, second], named: false };
  if (top === 'servers' && ofServer.has(third)) return { path: [top, second, third!], named: false };
  return named.has(top) ? { path: [top, second], named: true } : null;
}

/** Whether a rule's findings may only follow from a name that is missing. */
export function isOfNames(rule: string): boolean {
  return (
    /^(?!cel\/).*\/(?:unknown|unmatched)-|^(?:catalog|failover|lock|routes)\//.test(rule) ||
    ['access/scope-without-issuer', 'listen/no-url'].includes(rule)
  );
}
