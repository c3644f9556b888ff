// A new name for a tool that is not offered.
import { matches } from '../../patterns.ts';
import type { Rule } from '../../room.ts';
import type { ServersModel } from '../model.ts';

export const renameExcluded: Rule<{ readonly servers: ServersModel }> = {
  name: 'servers/rename-excluded',
  severity: 'error',
  check({ servers }, report) {
    for (const { name, tools } of servers.servers.values()) {
      for (const { from } of tools.rename) {
        const excluded = tools.exclude.find((one) => matches(one, from.text));
        if (excluded === undefined && tools.include.some((one) => matches(one, from.text))) continue;
        report(from.range, {
          message: `“${from.text}” of server “${name}” has a new name, but is not offered.`,
          why: excluded ? `\`exclude\` has “${excluded.text}”.` : 'No pattern of `include` matches it.',
          help: "`include`, `exclude` and the left side of `rename` are the server's own names.",
        });
      }
    }
  },
};
