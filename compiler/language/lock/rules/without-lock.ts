// A key that speaks of the lock where there is none.
import type { Rule } from '../../room.ts';
import type { LockRoomModel } from '../model.ts';

export const withoutLock: Rule<{ readonly lock: LockRoomModel }> = {
  name: 'lock/without-lock',
  severity: 'error',
  check({ lock: { keys, named } }, report) {
    if (named) return;
    for (const { text, range } of keys) {
      report(range, {
        message: `“${text}” says nothing without a lock.`,
        help: 'Run mcpgw lock, and name the file: `lock: tools.lock.json`.',
      });
    }
  },
};
