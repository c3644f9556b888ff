// The flag `--target`: which host a gateway is checked and compiled for.
import type { HostName } from '../index.ts';
import type { Flag, Given } from './command.ts';

const names: readonly HostName[] = ['node', 'deno', 'bun', 'workers'];

export const targetFlag: Flag = {
  name: 'target',
  value: 'HOST',
  choices: names,
  help: 'The one host it is for, of `hosts`: node, deno, bun or workers.',
};

/** The host that was named, if any. */
export function targetOf(given: Given): HostName | undefined {
  return names.find((name) => name === given.value('target'));
}
