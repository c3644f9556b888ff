// Plain, single and double quoted scalars: which source characters each decoded character came from (YAML 1.2.2, 7.3).
import { type Units, type UnitsBuilder, unitsBuilder } from './units.ts';

export type FlowStyle = 'plain' | 'single' | 'double';

/** One step of the source. `join` is an escaped line break, which stands for nothing. */
interface Atom {
  readonly kind: 'text' | 'space' | 'break' | 'join';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Decodes `source[start, end)`, quotes included for quoted styles. */
export function flowUnits(style: FlowStyle, source: string, start: number, end: number): Units {
  const quote = style === 'plain' ? 0 : 1;
  return fold(atoms(style, source, start + quote, end - quote));
}

function atoms(style: FlowStyle, source: string, start: number, end: number): readonly Atom[] {
  const all: Atom[] = [];
  for (let at = start; at < end; ) {
    const atom = atomAt(style, source, at, end);
    all.push(atom);
    at = atom.end;
  }
  return all;
}

function atomAt(style: FlowStyle, source: string, start: number, end: number): Atom {
  const character = String.fromCodePoint(source.codePointAt(start) ?? 0);
  const lineBreak = breakLength(source, start);
  if (lineBreak > 0) return { kind: 'break', text: '', start, end: start + lineBreak };
  if (character === ' ' || character === '\t')
    return { kind: 'space', text: character, start, end: start + 1 };
  if (style === 'double' && character === '\\') return escapeAt(source, start, end);
  const doubled = style === 'single' && character === "'" && source[start + 1] === "'";
  return { kind: 'text', text: character, start, end: start + (doubled ? 2 : character.length) };
}

function breakLength(source: string, at: number): number {
  if (source[at] === '\n') return 1;
  return source[at] === '\r' && source[at + 1] === '\n' ? 2 : 0;
}

const named: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};
const hexLength: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function escapeAt(source: string, start: number, end: number): Atom {
  const lineBreak = breakLength(source, start + 1);
  if (lineBreak > 0) return { kind: 'join', text: '', start, end: start + 1 + lineBreak };
  const letter = source[start + 1] ?? '';
  const digits = hexLength[letter];
  if (digits === undefined) return { kind: 'text', text: named[letter] ?? letter, start, end: start + 2 };
  const code = Number.parseInt(source.slice(start + 2, start + 2 + digits), 16);
  const text = code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
  return { kind: 'text', text, start, end: Math.min(end, start + 2 + digits) };
}

/** Line folding: blanks around a break vanish, one break is a space, n breaks are n - 1 line feeds. */
function fold(all: readonly Atom[]): Units {
  const units = unitsBuilder();
  let joined = false;
  for (let at = 0; at < all.length; ) {
    const atom = all[at] as Atom;
    if (atom.kind === 'space' || atom.kind === 'break') {
      const run = runAt(all, at);
      pushRun(units, run, joined);
      at += run.length;
      joined = false;
      continue;
    }
    if (atom.kind === 'text') units.push(atom.text, atom.start, atom.end);
    joined = atom.kind === 'join';
    at += 1;
  }
  return units.done();
}

function runAt(all: readonly Atom[], from: number): readonly Atom[] {
  let to = from;
  while (all[to]?.kind === 'space' || all[to]?.kind === 'break') to += 1;
  return all.slice(from, to);
}

function pushRun(units: UnitsBuilder, run: readonly Atom[], joined: boolean): void {
  const [first, ...more] = run.filter((atom) => atom.kind === 'break');
  if (first === undefined) {
    if (!joined) for (const { text, start, end } of run) units.push(text, start, end);
    return;
  }
  if (more.length === 0) units.push(' ', first.start, first.end);
  for (const { start, end } of more) units.push('\n', start, end);
}
