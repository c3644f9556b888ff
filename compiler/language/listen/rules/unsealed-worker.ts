// Workers whose isolates share no secret: what one gave a client, the next does not open.
import type { HostsModel } from '../../hosts/model.ts';
import { workersIn } from '../../hosts/workers.ts';
import type { Rule } from '../../room.ts';
import type { ListenModel } from '../model.ts';

export const unsealedWorker: Rule<{ readonly hosts: HostsModel; readonly listen: ListenModel }> = {
  name: 'listen/unsealed-worker',
  severity: 'warning',
  check({ hosts, listen }, report, scope) {
    const workers = workersIn(hosts);
    if (workers === undefined || listen.seal.length > 0) return;
    report(scope.keyRange(['listen']), {
      message:
        'The isolates of a Worker share no secret: what one of them gives a client, another does not open.',
      why: 'Each call may meet another isolate: sessions of clients older than 2026-07-28, ids of tasks and calls that ask would end at random.',
      help: 'Give all of them one secret: `listen: { seal: [{ env: SEAL_KEY }] }`.',
      ...workers.asked,
    });
  },
};
