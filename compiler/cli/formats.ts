// `--format NAME[=FILE]`, once or several times: how a result is printed, and where to.
import { UsageError } from './arguments.ts';
import type { Flag, Given, Io } from './command.ts';
import { writeAll } from './files.ts';

/** One form of a result; without a file it goes to standard output. */
export interface Format {
  readonly name: string;
  readonly file: string | null;
}

/** What commands without the flag print. */
export const forPeople: readonly Format[] = [{ name: 'human', file: null }];

/** Prints a result in one form; `colour`: ANSI colours may be used. */
export type Printer = (colour: boolean) => string;

/**
 * The flag of a command.
 * @param names the forms it prints; the first is the default
 * @param what it prints, as `findings`
 */
export function formatFlag(names: readonly string[], what: string): Flag {
  const listed = `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`.replace(
    names[0]!,
    `${names[0]} (default)`,
  );
  return {
    name: 'format',
    value: 'FORMAT[=FILE]',
    choices: names,
    toFile: true,
    repeats: true,
    help: `How ${what} are printed: ${listed}; may be repeated, =FILE writes there.`,
  };
}

/**
 * The forms that were asked for; `human` where none is. Read before the work, so that a wrong one costs no waiting.
 * @throws UsageError where two would be mixed on standard output or in a file
 */
export function formatsOf(given: Given): readonly Format[] {
  const values = given.values('format');
  const formats = values.map(formatOf);
  const direct = formats.filter(({ file }) => file === null);
  if (direct.length > 1) {
    const [first, second] = direct;
    throw new UsageError(
      `--format ${first!.name} and --format ${second!.name} would be mixed: write one to a file, as --format ${second!.name}=FILE.`,
    );
  }
  const files = formats.flatMap(({ file }) => file ?? []);
  const twice = files.find((file, index) => files.indexOf(file) < index);
  if (twice !== undefined) throw new UsageError(`Two formats would be written to ${twice}.`);
  return formats.length > 0 ? formats : forPeople;
}

function formatOf(value: string): Format {
  const at = value.indexOf('=');
  if (at < 0) return { name: value, file: null };
  const file = value.slice(at + 1);
  if (file === '') throw new UsageError(`--format ${value} names no file.`);
  return { name: value.slice(0, at), file };
}

/** Does a person read standard output? Then a word of what was done may follow. */
export function isRead(formats: readonly Format[]): boolean {
  return formats.some(({ name, file }) => (name === 'human' || name === 'plain') && file === null);
}

/**
 * Prints a result in every form that was asked for: to files, all or none, and to standard output.
 * @throws InputError when a file cannot be written
 */
export function printAs(
  formats: readonly Format[],
  printers: Readonly<Record<string, Printer>>,
  io: Io,
): void {
  writeAll(
    formats.flatMap(({ name, file }) => (file === null ? [] : { path: file, text: printers[name]!(false) })),
  );
  for (const { name, file } of formats) if (file === null) io.out(printers[name]!(io.colour));
}
