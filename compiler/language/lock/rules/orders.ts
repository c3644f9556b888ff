// A definition that gives the model orders.
import { orderIn } from '../../../lock/orders.ts';
import type { Rule } from '../../room.ts';
import type { LockRoomModel } from '../model.ts';
import { eachText } from '../texts.ts';

export const orders: Rule<{ readonly lock: LockRoomModel }> = {
  name: 'lock/orders',
  severity: 'warning',
  check({ lock }, report) {
    eachText(lock.said, ({ who, range, remedy }, { at, text }) => {
      const order = orderIn(text);
      if (order === null) return false;
      report(range, {
        message: `${who} may be speaking to the model, in ${at}: “${order.words}”, ${order.what}.`,
        why: 'What a model reads it may follow: this is how a server takes over an agent.',
        help: `Read it in the lock. ${remedy}`,
      });
      return true;
    });
  },
};
