// A definition that gives the model orders.
import { orderIn } from '../../../lock/orders.ts';
import type { Rule } from '../../room.ts';
import { eachText, type Locked } from '../texts.ts';

export const orders: Rule<Locked> = {
  name: 'lock/orders',
  severity: 'warning',
  check(models, report) {
    eachText(models, (tool, { at, text }) => {
      const order = orderIn(text);
      if (order === null) return false;
      report(tool.range, {
        message: `Tool “${tool.name}” may be speaking to the model, in ${at}: “${order.words}”, ${order.what}.`,
        why: 'A description is read as an instruction: this is how a server takes over an agent.',
        help: 'Read it in the lock. Describe the tool yourself, exclude it, or accept it in a comment with the reason.',
      });
      return true;
    });
  },
};
