// A tool's result as conditions read it. Each part is made when it is first asked for, and the answer itself stays as it came.
import type { ServerMessage } from '../contract/message.ts';
import type { ResultFacts } from '../contract/tool.ts';
import { concat, textOf } from '../protocol/bytes.ts';
import { parseExact } from '../protocol/exact.ts';
import { recordIn } from '../protocol/record.ts';
import { scanServer } from '../protocol/scan.ts';
import { splice } from '../protocol/splice.ts';

/** The facts of a result (2026-07-28 schema, CallToolResult). Throws where it holds a number beyond int64. */
export function resultFacts(answer: ServerMessage): ResultFacts {
  let known: Record<string, unknown> | null = null;
  const read = (): Record<string, unknown> => {
    known ??= resultOf(answer);
    return known;
  };
  return {
    isError: answer.isError,
    get text() {
      return textIn(read().content);
    },
    get structured() {
      return read().structuredContent ?? null;
    },
    get usage() {
      const { usage, _meta } = read();
      return recordIn(usage ?? recordIn(_meta).usage);
    },
  };
}

function resultOf(answer: ServerMessage): Readonly<Record<string, unknown>> {
  // What was left out of its bytes comes back into its place.
  const whole = answer.cut === null ? answer : scanServer(concat(splice(answer.bytes, [], answer.cut)))!;
  return recordIn(parseExact(textOf(whole.bytes, whole.result!)));
}

/** Text contents, one a line. */
function textIn(content: unknown): string {
  if (!Array.isArray(content)) return '';
  const texts = content.map((part) => recordIn(part)).filter(({ type }) => type === 'text');
  return texts.map(({ text }) => String(text ?? '')).join('\n');
}
