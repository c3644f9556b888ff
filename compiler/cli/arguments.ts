// The command line, checked against what its command takes.
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { nearest } from '../diagnostics/nearest.ts';
import type { Command, Flag, Given } from './command.ts';

/** A command line that does not fit. The message names what is wrong and the nearest thing that would fit. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const help: Flag = { name: 'help', short: 'h', help: 'Show this help.' };

/**
 * Reads what follows the command's name. `--` ends the flags.
 * @throws UsageError
 */
export function parse(command: Command, argv: readonly string[]): Given {
  const flags = [...command.flags, help];
  const values = new Map<string, readonly (string | true)[]>();
  const operands: string[] = [];
  for (const token of tokens(flags, argv)) {
    if (token.kind === 'positional') operands.push(token.value);
    if (token.kind === 'option') take(command, flags, token, values);
  }
  if (operands.length > command.most) {
    throw new UsageError(
      `${command.name} takes ${command.operands}, and ${JSON.stringify(operands[command.most])} is one too many.`,
    );
  }
  return Object.freeze({
    operands: Object.freeze(operands),
    switch: (name: string) => values.has(name),
    value: (name: string) => textsOf(values.get(name))[0],
    values: (name: string) => textsOf(values.get(name)),
  });
}

/** Every flag a command knows, `--help` included, for its help. */
export function flagsOf(command: Command): readonly Flag[] {
  return [...command.flags, help];
}

interface Option {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
}

function tokens(flags: readonly Flag[], argv: readonly string[]) {
  const options: NonNullable<ParseArgsConfig['options']> = {};
  for (const { name, short, value } of flags) {
    options[name] = {
      type: value === undefined ? 'boolean' : 'string',
      ...(short === undefined ? {} : { short }),
    };
  }
  return parseArgs({ args: [...argv], options, strict: false, tokens: true, allowPositionals: true }).tokens;
}

function take(
  command: Command,
  flags: readonly Flag[],
  option: Option,
  values: Map<string, readonly (string | true)[]>,
): void {
  const flag = flags.find(({ name }) => name === option.name);
  if (flag === undefined) throw unknown(command, flags, option.rawName);
  const before = values.get(flag.name) ?? [];
  if (before.length > 0 && flag.repeats !== true) throw new UsageError(`${option.rawName} is given twice.`);
  if (flag.value === undefined) {
    if (option.value !== undefined) throw new UsageError(`${option.rawName} takes no value.`);
    values.set(flag.name, [true]);
  } else {
    values.set(flag.name, [...before, choose(flag, option)]);
  }
}

function choose(flag: Flag, { rawName, value }: Option): string {
  if (value === undefined || value === '')
    throw new UsageError(`${rawName} needs a value: ${rawName} ${flag.value}.`);
  const word = flag.toFile === true ? value.replace(/=.*$/s, '') : value;
  if (flag.choices === undefined || flag.choices.includes(word)) return value;
  throw new UsageError(
    `${rawName} is ${flag.choices.join(' or ')}, not ${JSON.stringify(word)}.${meant(nearest(word, flag.choices))}`,
  );
}

function unknown(command: Command, flags: readonly Flag[], rawName: string): UsageError {
  const near = nearest(
    rawName.replace(/^-+/, ''),
    flags.map(({ name }) => name),
  );
  return new UsageError(
    `${command.name} has no flag ${rawName}.${meant(near === undefined ? undefined : `--${near}`)}`,
  );
}

/** ` Did you mean …?`, or nothing. */
export function meant(word: string | undefined): string {
  return word === undefined ? '' : ` Did you mean ${word}?`;
}

function textsOf(values: readonly (string | true)[] = []): readonly string[] {
  return values.filter((value) => typeof value === 'string');
}
