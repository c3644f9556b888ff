// A value as JSON: what has a form there in that form, anything else is an error.
import { fail } from './error.ts';
import { isRecord } from './map.ts';
import { Box } from './value.ts';

/** The JSON text of a map in dyn form. @throws celError for what JSON has no form for, as bytes, or a key that is no text */
export function json(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? JSON.stringify(value) : fail();
  if (value instanceof Box && (value.kind === 'double' || value.kind === 'uint')) return json(value.value);
  if (Array.isArray(value)) return `[${value.map(json).join()}]`;
  if (!isRecord(value)) return fail();
  const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}:${json(member)}`);
  return `{${members.join()}}`;
}
