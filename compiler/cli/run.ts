// One run of the program: finds the command, reads its line, runs it, and turns any failure into words and a status.
import { nearest } from '../diagnostics/nearest.ts';
import { meant, parse, UsageError } from './arguments.ts';
import { type Command, exit, type Io } from './command.ts';
import { commands } from './commands.ts';
import { InputError } from './failure.ts';
import { commandHelp, programHelp } from './help.ts';
import { internalError } from './internal.ts';

/**
 * Runs the program.
 * @param argv what follows the program's name
 * @returns the exit status; it throws nothing
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  try {
    return await dispatch(argv, io);
  } catch (error) {
    if (error instanceof UsageError) {
      io.err(`mcpgw: ${error.message}\nSee ${helpOf(argv[0])}.\n`);
      return exit.usage;
    }
    if (error instanceof InputError) {
      io.err(`mcpgw: ${error.message}\n`);
      return exit.usage;
    }
    io.err(internalError(error));
    return exit.internal;
  }
}

/** The help that is nearest to what was typed. */
function helpOf(first: string | undefined): string {
  return commands.some(({ name }) => name === first) ? `mcpgw ${first} --help` : 'mcpgw --help';
}

async function dispatch([first, ...rest]: readonly string[], io: Io): Promise<number> {
  if (first === '--version' || first === '-V') {
    const { version } = await import('../version.ts');
    io.out(`mcpgw ${version()}\n`);
    return exit.clean;
  }
  if (first === undefined || first === '--help' || first === '-h' || first === 'help') {
    if (first === undefined) io.err(programHelp(commands));
    else io.out(programHelp(commands));
    return first === undefined ? exit.usage : exit.clean;
  }
  return runCommand(find(first), rest, io);
}

async function runCommand(command: Command, argv: readonly string[], io: Io): Promise<number> {
  const given = parse(command, argv);
  if (given.switch('help')) {
    io.out(commandHelp(command));
    return exit.clean;
  }
  return (await command.load())(given, io);
}

function find(name: string): Command {
  const command = commands.find((one) => one.name === name);
  if (command !== undefined) return command;
  const what = name.startsWith('-') ? 'flag' : 'command';
  const known = name.startsWith('-') ? ['--help', '--version'] : commands.map((one) => one.name);
  throw new UsageError(`There is no ${what} ${JSON.stringify(name)}.${meant(nearest(name, known))}`);
}
