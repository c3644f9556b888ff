// `mcpgw completion SHELL`: a script made from the table of commands, so that it never lags behind it.
import { nearest } from '../diagnostics/nearest.ts';
import { meant, UsageError } from './arguments.ts';
import { exit, type Run } from './command.ts';
import { commands } from './commands.ts';
import { bash } from './shells/bash.ts';
import { fish } from './shells/fish.ts';
import { zsh } from './shells/zsh.ts';

const shells = new Map([
  ['bash', bash],
  ['zsh', zsh],
  ['fish', fish],
]);

export const completion: Run = async (given, io) => {
  const [name] = given.operands;
  const known = [...shells.keys()].join(', ');
  if (name === undefined) throw new UsageError(`completion needs the name of a shell: ${known}.`);
  const script = shells.get(name);
  if (script === undefined) {
    const near = meant(nearest(name, shells.keys()));
    throw new UsageError(`There is no completion for ${JSON.stringify(name)}, only for ${known}.${near}`);
  }
  io.out(script(commands));
  return exit.clean;
};
