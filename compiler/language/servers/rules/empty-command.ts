// A command without a program.
import type { Rule } from '../../room.ts';
import type { ServersModel } from '../model.ts';

export const emptyCommand: Rule<{ readonly servers: ServersModel }> = {
  name: 'servers/empty-command',
  severity: 'error',
  check({ servers }, report) {
    for (const { name, transport } of servers.servers.values()) {
      if (transport.kind !== 'stdio') continue;
      const program = transport.command[0];
      if (program === undefined || program.text.trim() !== '') continue;
      report(program.range, {
        message: `The command of server “${name}” names no program.`,
        help: 'The first item is the program, each argument an item of its own: [npx, -y, some-server].',
      });
    }
  },
};
