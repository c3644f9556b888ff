// `timestamp("…")` and `duration("…")`: read at compile, by what would read them at run time.
import { readDuration, readTimestamp } from '../../../runtime/cel/instant.ts';
import type { Constant } from '../typed.ts';
import type { LiteralFunction } from './function.ts';

/** What `read` makes of a text; `wrong` and what to write instead where it fails. */
function literal(
  name: 'timestamp' | 'duration',
  example: string,
  read: (text: string) => number | bigint,
  wrong: { readonly what: string; readonly help: string },
): LiteralFunction {
  const readText: LiteralFunction['read'] = (text): Constant | { message: string; help: string } => {
    try {
      return { type: name, value: read(text) };
    } catch {
      return { message: `\`${text}\` is no ${wrong.what}.`, help: wrong.help };
    }
  };
  return { name, example, read: readText };
}

export const literalFunctions: readonly LiteralFunction[] = [
  literal('timestamp', 'timestamp("2026-11-20T09:00:00Z")', readTimestamp, {
    what: 'time',
    help: 'Write RFC 3339: `2026-11-20T09:00:00Z`.',
  }),
  literal('duration', 'duration("90s")', readDuration, {
    what: 'duration',
    help: 'Write `90s`, `1h30m`, `250ms`.',
  }),
];
