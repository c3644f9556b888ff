// A server that is started by a command. A secret among its arguments moves to the environment, from where a shell takes it.

import { isSecretName, isSecretText } from '../source/secrets.ts';
import { type Fields, settings, text, texts } from './clients.ts';
import { type Piece, pieces } from './template.ts';
import { type Late, settle, type Variables } from './variables.ts';

export interface Child {
  readonly kind: 'stdio';
  readonly command: readonly string[];
  readonly env: readonly (readonly [name: string, value: string | Late])[];
}

export function readChild(command: string, fields: Fields, server: string, variables: Variables): Child {
  const env = new Map<string, string | Late>();
  const keep = (name: string, value: string): void => {
    const how = {
      secret: isSecretName(name) || isSecretText(value),
      prefix: false,
      names: [name, `${server}_${name}`],
      use: `servers.${server}, its environment`,
    };
    // An empty secret is none.
    env.set(name, value === '' ? '' : settle(value, how, variables));
  };
  for (const [name, value] of settings(fields.env)) if (/^[A-Za-z_]\w{0,127}$/.test(name)) keep(name, value);
  const args = openArguments([command, ...texts(fields.args)], server, variables, keep);
  const folder = pieces(text(fields.cwd) ?? '');
  const used = [...args.flat(), ...folder].flatMap((piece) => (typeof piece === 'string' ? [] : [piece.env]));
  for (const name of used) if (name !== 'HOME' && !env.has(name)) env.set(name, { env: name });
  const plain = used.length === 0 && (folder.length === 0 || folder.join('') === '.');
  const line = plain ? args.map((parts) => parts.join('')) : ['sh', '-c', shellLine(args, folder)];
  return { kind: 'stdio', command: line, env: [...env] };
}

/** Arguments as pieces, in which every secret is a reference to a variable. */
function openArguments(
  all: readonly string[],
  server: string,
  variables: Variables,
  keep: (name: string, value: string) => void,
): readonly (readonly Piece[])[] {
  return all.map((argument, index) => {
    const before = index === 0 ? '' : (all[index - 1] ?? '');
    const [, name = '', value = ''] = /^([A-Za-z_]\w*)=([\s\S]+)$/.exec(argument) ?? [];
    if (
      isContainerVariable(before) &&
      name !== '' &&
      (isSecretName(name) || isSecretText(value) || value.includes('${'))
    ) {
      keep(name, value);
      return [name];
    }
    const hide = (literal: string, flag: string): Piece => {
      const names = [`${server}_${flag}`];
      return { env: variables.hide(literal, names, `servers.${server}, an argument of its command`) };
    };
    const parts = pieces(argument);
    return parts.flatMap((piece) => {
      // Beside a reference, which is the secret, only what looks like one by itself is another.
      if (typeof piece === 'string' && parts.length > 1)
        return isSecretText(piece) ? [hide(piece, 'secret')] : [piece];
      if (typeof piece === 'string') return openLiteral(piece, before, hide);
      return { env: variables.refer(piece, `servers.${server}, an argument of its command`) };
    });
  });
}

/** `-e NAME` hands a variable to a container as `-e NAME=value` does, and keeps its value out of the command. */
function isContainerVariable(before: string): boolean {
  return before === '-e' || before === '--env';
}

function openLiteral(
  literal: string,
  before: string,
  hide: (literal: string, flag: string) => Piece,
): readonly Piece[] {
  const [, head = '', value = ''] =
    /^(--?[A-Za-z][\w.-]*=|[A-Za-z][\w-]*: ?(?:(?:Bearer|Basic|Token) +)?)([\s\S]+)$/.exec(literal) ?? [];
  const flag = head.replace(/[:=].*$/, '');
  if (value !== '' && (isSecretName(flag) || isSecretText(value))) return [head, hide(value, flag)];
  const follows = /^--?[A-Za-z]/.test(before) && isSecretName(before) && !literal.startsWith('-');
  if (follows || isSecretText(literal)) return [hide(literal, follows ? before : kindOf(literal))];
  return [literal];
}

function kindOf(literal: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(literal) ? 'url' : 'secret';
}

function shellLine(args: readonly (readonly Piece[])[], folder: readonly Piece[]): string {
  const go = folder.length === 0 ? '' : `cd ${shellWord(folder)} && `;
  return `${go}exec ${args.map(shellWord).join(' ')}`;
}

function shellWord(parts: readonly Piece[]): string {
  if (parts.length === 0) return "''";
  const words = parts.map((piece) =>
    typeof piece === 'string' ? piece.replace(/[\\"$`]/g, '\\$&') : `\${${piece.env}}`,
  );
  const word = words.join('');
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `"${word}"`;
}
