// A server of which everything is excluded.
import { covers } from '../../patterns.ts';
import type { Rule } from '../../room.ts';
import type { ServersModel } from '../model.ts';

export const nothingOffered: Rule<{ readonly servers: ServersModel }> = {
  name: 'servers/nothing-offered',
  severity: 'error',
  check({ servers }, report) {
    for (const { name, tools } of servers.servers.values()) {
      for (const wanted of tools.include) {
        const by = tools.exclude.find((exclude) => covers(exclude, wanted));
        if (by === undefined) continue;
        const all = wanted.text === '*';
        report(by.range, {
          message: all
            ? `\`exclude\` leaves nothing of server “${name}”.`
            : `“${by.text}” excludes all that \`include\` offers by “${wanted.text}”.`,
          help: all ? 'Narrow the pattern, or remove the server.' : 'Narrow one of the two.',
        });
      }
    }
  },
};
