// A secret in the file: a token of a known form, a password within an address.
import { tokenIn } from '../../../source/secrets.ts';
import type { Rule } from '../../room.ts';
import type { ServersModel } from '../model.ts';
import { writtenOf } from '../written.ts';

export const literalSecret: Rule<{ readonly servers: ServersModel }> = {
  name: 'servers/literal-secret',
  severity: 'error',
  check({ servers }, report) {
    for (const { text, slice, remedy } of [...servers.servers.values()].flatMap(writtenOf)) {
      const token = tokenIn(text);
      if (token === null) continue;
      report(slice(token.start, token.end), {
        message: 'A secret stands here.',
        why: 'It would be in Git, in the bundle and in its source map. Now that it was written down, have a new one issued.',
        help: remedy,
      });
    }
  },
};
