// Texts with references in them: `${input:id}`, `${env:X}`, `${X}`, `${X:-default}`, `$X`, `${workspaceFolder}`.

export type Piece = string | Reference;

export interface Reference {
  /** The variable of the environment that takes its place. */
  readonly env: string;
  readonly default?: string;
  /** The input that it asks for, if it does. */
  readonly input?: string;
}

/** The pieces of a text; literal ones are not empty, and never stand side by side. */
export function pieces(text: string): readonly Piece[] {
  const all: Piece[] = [];
  const add = (piece: Piece): void => {
    const last = all.at(-1);
    if (typeof piece === 'string' && typeof last === 'string') all[all.length - 1] = last + piece;
    else if (piece !== '') all.push(piece);
  };
  let at = 0;
  for (const match of text.matchAll(/\$\{([^}]*)\}|^\$([A-Za-z_]\w*)$/g)) {
    add(text.slice(at, match.index));
    add(pieceOf(match[1] ?? match[2] ?? ''));
    at = match.index + match[0].length;
  }
  add(text.slice(at));
  return all;
}

// What clients know of the folder they have open; the gateway's is that of its file.
const constants: Readonly<Record<string, Piece>> = {
  workspaceFolder: '.',
  workspaceRoot: '.',
  cwd: '.',
  userHome: { env: 'HOME' },
  pathSeparator: '/',
  '/': '/',
};

function pieceOf(inner: string): Piece {
  const constant = Object.hasOwn(constants, inner) ? constants[inner] : undefined;
  if (constant !== undefined) return constant;
  const [, kind, rest = ''] = /^(input|env):(.*)$/.exec(inner) ?? [];
  if (kind === 'input') return { env: variableName(rest), input: rest };
  const [, name = '', fallback] = /^([^:]*)(?::-(.*))?$/.exec(kind === 'env' ? rest : inner) ?? [];
  const env = /^[A-Za-z_]\w*$/.test(name) ? name : variableName(name === '' ? inner : name);
  return fallback === undefined ? { env } : { env, default: fallback };
}

/** A name for a variable of the environment: upper-case words with `_` between them. */
export function variableName(text: string): string {
  const words = text
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return (/^[A-Z]/.test(words) ? words : `MCP_${words}`).replace(/_+$/, '').slice(0, 128);
}
