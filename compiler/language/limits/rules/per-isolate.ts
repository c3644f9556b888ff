// Counts that are exact nowhere: a Worker runs in many isolates at once, each with a memory of its own.
import type { HostsModel } from '../../hosts/model.ts';
import { workersIn } from '../../hosts/workers.ts';
import type { Rule } from '../../room.ts';
import type { LimitsModel } from '../model.ts';

export const perIsolate: Rule<{ readonly hosts: HostsModel; readonly limits: LimitsModel }> = {
  name: 'limits/per-isolate',
  severity: 'warning',
  check({ hosts, limits }, report) {
    const workers = workersIn(hosts);
    if (workers === undefined) return;
    for (const { name, rate } of limits.limits) {
      report(name.range, {
        message: `On workers limit “${name.text}” counts in each isolate by itself: together callers may get many times ${rate.count} a ${rate.unit}.`,
        why: 'A Worker runs in many isolates, in many places; none knows what another has counted, and each forgets when it ends.',
        help: 'Run where limits must hold on node, deno or bun. Where they only spare a server, say so: `# mcpgw-ignore limits/per-isolate: REASON`.',
        ...workers.asked,
      });
    }
  },
};
