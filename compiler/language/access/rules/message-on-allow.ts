// A message that nobody will read.
import type { Rule } from '../../room.ts';
import type { AccessModel } from '../model.ts';

export const messageOnAllow: Rule<{ readonly access: AccessModel }> = {
  name: 'access/message-on-allow',
  severity: 'error',
  check({ access }, report) {
    for (const { name, effect, message } of access.rules) {
      if (effect !== 'allow' || message === null) continue;
      report(message.range, {
        message: `“${name.text}” allows: its message is never told to anyone.`,
        help: 'A message belongs to a deny. What no allow covers is denied without one.',
      });
    }
  },
};
