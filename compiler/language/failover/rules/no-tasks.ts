// A chain over servers that keep tasks: what goes along it never becomes one.
import type { Rule } from '../../room.ts';
import type { ServersModel } from '../../servers/model.ts';
import type { FailoverModel } from '../model.ts';

export const noTasks: Rule<{ readonly failover: FailoverModel; readonly servers: ServersModel }> = {
  name: 'failover/no-tasks',
  severity: 'warning',
  check({ failover, servers }, report) {
    for (const { name, links } of failover.chains.values()) {
      const names = new Set(links.map(({ server }) => server.text));
      const keep = [...names].filter((server) => servers.servers.get(server)?.tasks);
      if (keep.length === 0) continue;
      report(name.range, {
        message: `Calls along the chain “${name.text}” never become tasks, though calls of ${keep.map((server) => `“${server}”`).join(' and ')} may.`,
        why: 'Nobody could say later which of its servers has the task. A client of 2025-11-25 that wants one is refused, any other is answered when the call is over, and a tool that has to be a task cannot be called.',
        help: 'Lead the tools whose calls become tasks to one server, by a route before the one to the chain; or leave `tasks:` out.',
      });
    }
  },
};
