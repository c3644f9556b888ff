// JSON with comments and trailing commas, as editors keep it, to plain values; mistakes have their places.
import type { Finding } from '../diagnostics/finding.ts';
import type { SourceText } from '../diagnostics/position.ts';
import { parseYaml } from '../source/document.ts';
import { plainValue } from '../source/plain.ts';

export interface Json {
  /** Undefined where the text cannot be understood: then there are findings. */
  readonly value: unknown;
  readonly findings: readonly Finding[];
}

/** Parses a text. JSON without its comments is YAML, whose parser tells every mistake and its place. */
export function parseJsonc(source: SourceText): Json {
  const { root, findings } = parseYaml({ path: source.path, text: withoutComments(source.text) });
  if (root === null || findings.length > 0) return { value: undefined, findings };
  return { value: plainValue(root), findings };
}

// A string, a comment, or the mark that some editors put first.
const piece = /"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\/|^\ufeff/g;

/** The same length, so that places stay. Tabs indent JSON, and nothing in YAML. */
function withoutComments(text: string): string {
  return text
    .replace(piece, (found) => (found.startsWith('"') ? found : found.replace(/[^\n\r]/g, ' ')))
    .replaceAll('\t', ' ');
}
