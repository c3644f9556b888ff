// Room `hosts`: where the bundle may run. Other rooms ask it; the plan does not name it.
import type { Room } from '../room.ts';
import { type HostsModel, staysOpen } from './model.ts';
import { resolveHosts } from './resolve.ts';
import { duplicateHost } from './rules/duplicate-host.ts';
import { notTheTarget } from './rules/not-the-target.ts';

export const hosts: Room<'hosts', HostsModel, object> = {
  key: 'hosts',
  resolve: resolveHosts,
  rules: [duplicateHost, notTheTarget],
  generate({ hosts: all }, builder) {
    if (staysOpen(all)) builder.stage('news', { module: 'news/index', name: 'newsStage' });
    return {};
  },
};
