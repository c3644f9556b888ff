// The values of a server that stand in the file itself: in its environment, its command, its address.
import type { Range } from '../../diagnostics/finding.ts';
import type { ValueModel } from '../late.ts';
import type { Word } from '../words.ts';
import { parseUrl } from './address.ts';
import type { ServerModel } from './model.ts';

/** A value, what it is called where it stands, and how it gets there without standing in the file. */
export interface Written {
  /** Of a variable, a flag or a parameter; empty where it has none. */
  readonly name: string;
  readonly text: string;
  slice(start: number, end: number): Range;
  readonly remedy: string;
}

/** Everything about a server that is written out. */
export function writtenOf({ transport }: ServerModel): readonly Written[] {
  if (transport.kind === 'http') {
    return transport.addresses.flatMap(({ written }) => (written === null ? [] : ofUrl(written)));
  }
  const variables = transport.env.flatMap(({ name, value }) => ofVariable(name.text, value));
  return [...variables, ...transport.command.map(ofArgument)];
}

function ofVariable(name: string, value: ValueModel): readonly Written[] {
  const text = value.kind === 'literal' ? value.text : value.default;
  if (text === null) return [];
  const remedy =
    value.kind === 'literal'
      ? `Write \`${name}: { env: ${name} }\`, and set the variable where the gateway runs.`
      : 'Leave the default out, and set the variable where the gateway runs.';
  return [{ name, text, slice: () => value.range, remedy }];
}

const handed =
  'Hand it over in the environment, `env: { NAME: { env: NAME } }`; a program that wants an argument gets it from a shell: `[sh, -c, \'exec program "$NAME"\']`.';

/** `--token=x`, `TOKEN=x`, or what follows `--token`. */
function ofArgument({ text, slice }: Word, index: number, all: readonly Word[]): Written {
  const [head = '', name = ''] = /^(--?[A-Za-z][\w.-]*|[A-Za-z_]\w*)=/.exec(text) ?? [];
  const before = all[index - 1]?.text ?? '';
  const follows = head === '' && /^--?[A-Za-z][\w.-]*$/.test(before) && !text.startsWith('-');
  return {
    name: (follows ? before : name).replace(/^-+/, ''),
    text: text.slice(head.length),
    slice: (start, end) => slice(head.length + start, head.length + end),
    remedy: handed,
  };
}

/** The URL as a whole, for what it is; and each of its parameters, for what it is called. */
function ofUrl(url: Word): readonly Written[] {
  const parsed = parseUrl(url.text);
  // A password before the host is an error of its own.
  if (parsed === null || parsed.password !== '') return [];
  const parts = [...url.text.matchAll(/(?<=[?&])([^=&#]+)=([^&#]+)/g)].map((part) => {
    const [whole, name = '', text = ''] = part;
    const from = part.index + whole.length - text.length;
    return written(name, text, (start, end) => url.slice(from + start, from + end));
  });
  return [written('', url.text.replace(/\?.*$/s, ''), url.slice), ...parts];
}

const written = (name: string, text: string, slice: Written['slice']): Written => ({
  name,
  text,
  slice,
  remedy:
    'Hand it over in a header, under `credentials`; or take the whole URL from the environment: `url: { env: NAME, hosts: [HOST] }`.',
});
