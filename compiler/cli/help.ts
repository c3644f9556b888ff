// What `--help` prints.
import { flagsOf } from './arguments.ts';
import type { Command, Flag } from './command.ts';

/** Help of the whole program. */
export function programHelp(commands: readonly Command[]): string {
  const lines = commands.map(({ name, operands, summary }) => [`${name} ${operands}`, summary] as const);
  return `Usage: mcpgw COMMAND

Compiles the policy of an MCP gateway to one JavaScript file.

Commands:
${table(lines)}

Flags:
${table([
  ['-h, --help', 'Show this help; after a command, the help of that command.'],
  ['--version', 'Show the version of the compiler.'],
])}

Exit status: 0 clean, 1 findings or failed tests, 2 wrong usage or unreadable input.
`;
}

/** Help of one command. */
export function commandHelp(command: Command): string {
  return `Usage: mcpgw ${command.name} [FLAGS] ${command.operands}

${[command.summary, ...command.details].join('\n')}

Flags:
${table(flagsOf(command).map((flag) => [spelling(flag), flag.help]))}

Examples:
${table(command.examples)}
`;
}

function spelling({ name, short, value }: Flag): string {
  const long = `--${name}${value === undefined ? '' : ` ${value}`}`;
  return short === undefined ? long : `-${short}, ${long}`;
}

function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
}
