// The completion script for fish: one line for each command and flag.
import { flagsOf } from '../arguments.ts';
import type { Command, Flag } from '../command.ts';

export function fish(commands: readonly Command[]): string {
  const lines = [
    '# Completion of mcpgw for fish: mcpgw completion fish | source',
    'complete -c mcpgw -f',
    "complete -c mcpgw -n __fish_use_subcommand -s h -l help -d 'Show the help.'",
    "complete -c mcpgw -n __fish_use_subcommand -l version -d 'Show the version of the compiler.'",
    ...commands.flatMap(commandLines),
  ];
  return `${lines.join('\n')}\n`;
}

function commandLines(command: Command): readonly string[] {
  const within = `complete -c mcpgw -n '__fish_seen_subcommand_from ${command.name}'`;
  return [
    `complete -c mcpgw -n __fish_use_subcommand -a ${command.name} -d ${quoted(command.summary)}`,
    ...flagsOf(command).map((flag) => `${within} ${flagOptions(flag)}`),
    ...operands(command).map((options) => `${within} ${options}`),
  ];
}

function flagOptions({ name, short, value, choices, help }: Flag): string {
  const spelling = short === undefined ? `-l ${name}` : `-s ${short} -l ${name}`;
  const takes = choices === undefined ? ' -r -F' : ` -x -a '${choices.join(' ')}'`;
  return `${spelling}${value === undefined ? '' : takes} -d ${quoted(help)}`;
}

function operands({ completes }: Command): readonly string[] {
  if (completes === 'nothing') return [];
  if (completes === 'files') return ['-F'];
  if (completes === 'folders') return ["-a '(__fish_complete_directories)'"];
  return [`-a '${completes.join(' ')}'`];
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
