// A value in the file that is a secret by what it is called.
import { isSecretSetting, tokenIn } from '../../../source/secrets.ts';
import type { Rule } from '../../room.ts';
import type { ServersModel } from '../model.ts';
import { writtenOf } from '../written.ts';

export const likelySecret: Rule<{ readonly servers: ServersModel }> = {
  name: 'servers/likely-secret',
  severity: 'warning',
  check({ servers }, report) {
    for (const { name, text, slice, remedy } of [...servers.servers.values()].flatMap(writtenOf)) {
      if (!isSecretSetting(name, text) || tokenIn(text) !== null) continue;
      report(slice(0, text.length), {
        message: `By its name, “${name}”, this is a secret.`,
        why: 'What stands here is in Git, in the bundle and in its source map.',
        help: remedy,
      });
    }
  },
};
