// Time zones as they are named in an expression: IANA names, or a fixed offset.
import { nearest } from '../../diagnostics/nearest.ts';
import type { Words } from '../problem.ts';

export type Zone = { readonly kind: 'fixed'; readonly offsetMs: number } | { readonly kind: 'named' };

/** The zone of a name, or null if there is none. CEL specification, "Timezones". */
export function readZone(name: string): Zone | null {
  if (name === 'UTC') return { kind: 'fixed', offsetMs: 0 };
  const fixed = /^([+-]?)([0-9]{2}):([0-9]{2})$/.exec(name);
  if (fixed !== null) return readOffset(fixed[1] === '-' ? -1 : 1, Number(fixed[2]), Number(fixed[3]));
  return /^[A-Za-z]/.test(name) && isKnown(name) ? { kind: 'named' } : null;
}

function readOffset(sign: number, hours: number, minutes: number): Zone | null {
  if (hours > 23 || minutes > 59) return null;
  return { kind: 'fixed', offsetMs: sign * (hours * 60 + minutes) * 60_000 };
}

/** The zones that the host lists; it knows more by other names. */
const listed: ReadonlySet<string> = new Set(Intl.supportedValuesOf('timeZone'));

function isKnown(name: string): boolean {
  if (listed.has(name)) return true;
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** What to say of a zone that is none. */
export function unknownZone(name: string): Words {
  const near = nearest(name, listed);
  return {
    message: `There is no time zone \`${name}\`.`,
    help: near
      ? `Did you mean \`${near}\`?`
      : 'Write an IANA name such as "Europe/Berlin", or an offset such as "+02:00".',
  };
}
