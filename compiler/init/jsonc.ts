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
    .replace(piece, (found) => (found.startsWith('"') ? paired(found) : found.replace(/[^\n\r]/g, ' ')))
    .replaceAll('\t', ' ');
}

/** Two escapes that are one character in JSON; YAML has one escape for it. */
function paired(string: string): string {
  return string.replace(/\\(?:u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})|.)/gi, (found, high, low) => {
    if (high === undefined) return found;
    const character = String.fromCharCode(Number.parseInt(high, 16), Number.parseInt(low, 16));
    return `\\U${(character.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`;
  });
}
