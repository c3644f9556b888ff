// The variables that a gateway will need: two different secrets never share a name.
import type { Input } from './clients.ts';
import { type Piece, pieces, type Reference, variableName } from './template.ts';

/** A value that stands outside of the file. */
export interface Late {
  readonly env: string;
  readonly prefix?: string;
  readonly default?: string;
}

export interface Variable {
  readonly name: string;
  /** What it is for, and what it must hold. */
  readonly use: string;
}

export interface Variables {
  /** The variable that a reference becomes. */
  refer(reference: Reference, use: string): string;
  /** A variable for a text that may not stand in the file. Names are tried in order. */
  hide(text: string, names: readonly string[], use: string): string;
  all(): readonly Variable[];
}

export function createVariables(inputs: readonly Input[]): Variables {
  const uses = new Map<string, string>();
  const held = new Map<string, string>();
  const take = (source: string, names: readonly string[], use: string): string => {
    const free = (name: string): boolean => (held.get(name) ?? source) === source;
    const wanted = names.map(variableName);
    const last = wanted.at(-1) ?? 'MCP_SECRET';
    const numbered = Array.from({ length: held.size + 1 }, (_, index) => `${last}_${index + 2}`);
    const name = [...wanted, ...numbered].find(free) ?? last;
    held.set(name, source);
    if (!uses.has(name)) uses.set(name, use);
    return name;
  };
  return {
    refer({ env, input }, use) {
      const described = inputs.find(({ id }) => id === input)?.description;
      const told = described === undefined || described === '' ? use : `${use}: ${oneLine(described)}`;
      if (input !== undefined) return take(`input ${input}`, [input, `INPUT_${input}`], told);
      held.set(env, `env ${env}`);
      if (env !== 'HOME' && !uses.has(env)) uses.set(env, told);
      return env;
    },
    hide: (text, names, use) => take(`text ${text}`, names, use),
    all: () => [...uses].map(([name, use]) => ({ name, use })),
  };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, 200);
}

/**
 * A text as it may stand in the file: itself, or a variable. A prefix before a single reference is kept where one may stand.
 * @param secret it may not stand in the file
 */
export function settle(
  text: string,
  how: {
    readonly secret: boolean;
    readonly prefix: boolean;
    readonly names: readonly string[];
    readonly use: string;
  },
  variables: Variables,
): string | Late {
  const [first, second, ...more] = pieces(text);
  if (second === undefined && typeof first !== 'string' && first !== undefined) {
    const env = variables.refer(first, how.use);
    return first.default === undefined || how.secret ? { env } : { env, default: first.default };
  }
  if (
    how.prefix &&
    isPrefix(first) &&
    second !== undefined &&
    typeof second !== 'string' &&
    more.length === 0
  ) {
    return { env: variables.refer(second, after(how.use, first)), prefix: first };
  }
  if (second !== undefined) return { env: variables.hide(text, how.names, `${how.use}, the whole value`) };
  const literal = typeof first === 'string' ? first : '';
  if (!how.secret) return literal;
  const scheme = how.prefix ? (/^(Bearer|Basic|Token|Api-Key) +(?=\S)/i.exec(literal)?.[0] ?? '') : '';
  const env = variables.hide(literal.slice(scheme.length), how.names, after(how.use, scheme));
  return scheme === '' ? { env } : { env, prefix: scheme };
}

function isPrefix(piece: Piece | undefined): piece is string {
  return typeof piece === 'string' && /^[!-~][ -~]{0,63}$/.test(piece);
}

function after(use: string, prefix: string): string {
  return prefix === '' ? use : `${use}, what follows ${JSON.stringify(prefix)}`;
}
