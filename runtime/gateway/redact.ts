// A server's secrets must not stand in what is told of it: servers repeat what they were sent, children print their environment.
import type { Late, ServerPlan, Value } from '../contract/plan.ts';
import type { Redact } from '../contract/redact.ts';
import type { BackendContext } from '../contract/stages.ts';
import { binary, encode } from '../protocol/bytes.ts';
import { passingRedaction } from './redact-passing.ts';

/** Shorter values would be found in words that have nothing to do with them. */
const SHORTEST = 4;

/**
 * Returns what replaces every secret of the server by `***`: as it was given, without its scheme, line by line, as
 * JSON or a URL spell it. Made once, at start.
 */
export function redactor({ transport }: ServerPlan, value: BackendContext['value']): Redact {
  const forms =
    transport.kind === 'stdio'
      ? lateOf(transport.env).flatMap((late) => (late.secret ? formsOf(late, value(late)) : []))
      : [
          ...lateOf(transport.credentials).flatMap((late) => formsOf(late, value(late))),
          ...(typeof transport.url === 'string' ? [] : partsOf(value(transport.url))),
        ];
  const long = forms.filter((form) => form.length >= SHORTEST);
  // A secret may hold another one, or a form of itself.
  const secrets = [...new Set(long)].sort((one, other) => other.length - one.length);
  const bytes = secrets
    .map((secret) => binaryOf(encode(secret)))
    .sort((one, other) => other.length - one.length);
  return Object.assign(
    (text: string) => secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text),
    { passing: () => passingRedaction(bytes) },
  );
}

function binaryOf(bytes: Uint8Array): string {
  return binary(bytes, 0, bytes.length);
}

function lateOf(values: Readonly<Record<string, Value>>): Late[] {
  return Object.values(values).filter((value) => typeof value !== 'string');
}

function formsOf({ prefix = '' }: Late, text: string): string[] {
  const bare = text.slice(prefix.length);
  // `Bearer …` may stand in the variable itself.
  const plain = [text, bare, bare.replace(/^\S+\s+/, ''), ...bare.split(/\r?\n/)].map((form) => form.trim());
  return plain.flatMap((form) => [form, JSON.stringify(form).slice(1, -1), encodeURIComponent(form)]);
}

/** Of a URL from the environment: its path and query may hold a key, and a server's 404 repeats them. */
function partsOf(text: string): string[] {
  if (!URL.canParse(text)) return [];
  const { pathname, search, searchParams } = new URL(text);
  return search === '' ? [] : [pathname + search, search.slice(1), ...searchParams.values()];
}
