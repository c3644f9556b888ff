// A port that does not exist, in a value of Host.
import type { Rule } from '../../room.ts';
import type { ListenModel } from '../model.ts';

export const hostPort: Rule<{ readonly listen: ListenModel }> = {
  name: 'listen/host-port',
  severity: 'error',
  check({ listen }, report) {
    for (const { text, slice } of listen.hosts) {
      const port = /:([0-9]+)$/.exec(text);
      if (port === null || (Number(port[1]) >= 1 && Number(port[1]) <= 65_535)) continue;
      report(slice(port.index + 1, text.length), {
        message: `There is no port ${port[1]}.`,
        help: 'Ports are 1 to 65535; without one the name is accepted on any.',
      });
    }
  },
};
