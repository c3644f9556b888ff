// A key that fits only the other transport.
import type { Rule } from '../../room.ts';
import type { ServersModel } from '../model.ts';

export const misplacedKey: Rule<{ readonly servers: ServersModel }> = {
  name: 'servers/misplaced-key',
  severity: 'error',
  check({ servers }, report) {
    for (const { name, transport, misplaced } of servers.servers.values()) {
      for (const { text, range } of misplaced) {
        const remote = transport.kind === 'http';
        report(range, {
          message: remote
            ? `Server “${name}” is reached by \`url\`: it has no process for \`${text}\`.`
            : `Server “${name}” is a child process, not reached over HTTP: \`${text}\` does nothing.`,
          help: remote
            ? 'Remove it. What the server needs goes under `credentials:`.'
            : text === 'transport'
              ? 'Remove it. A child process is spoken to over its standard streams.'
              : 'Hand it the secret in its environment: `env: { TOKEN: { env: TOKEN } }`.',
        });
      }
    }
  },
};
