// A definition with characters that nobody sees, and a model reads.
import { hiddenIn, shown } from '../../../lock/hidden.ts';
import type { Rule } from '../../room.ts';
import type { LockRoomModel } from '../model.ts';
import { eachText } from '../texts.ts';

export const hiddenCharacters: Rule<{ readonly lock: LockRoomModel }> = {
  name: 'lock/hidden-characters',
  severity: 'warning',
  check({ lock }, report) {
    eachText(lock.said, ({ who, range, remedy }, { at, text }) => {
      const hidden = hiddenIn(text);
      if (hidden === null) return false;
      report(range, {
        message: `${who} has ${hidden}, in ${shown(at)}: “${shown(text).slice(0, 160)}”.`,
        why: 'A model reads what the reviewer did not see.',
        help: `Read it in the lock. ${remedy}`,
      });
      return true;
    });
  },
};
