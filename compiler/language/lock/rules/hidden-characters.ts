// A definition with characters that nobody sees, and a model reads.
import { hiddenIn, shown } from '../../../lock/hidden.ts';
import type { Rule } from '../../room.ts';
import { eachText, type Locked } from '../texts.ts';

export const hiddenCharacters: Rule<Locked> = {
  name: 'lock/hidden-characters',
  severity: 'warning',
  check(models, report) {
    eachText(models, (tool, { at, text }) => {
      const hidden = hiddenIn(text);
      if (hidden === null) return false;
      report(tool.range, {
        message: `Tool “${tool.name}” has ${hidden}, in ${shown(at)}: “${shown(text).slice(0, 160)}”.`,
        why: 'A model reads what the reviewer did not see.',
        help: 'Describe it yourself (tools: { describe: … }) if it stands in the description, else exclude it.',
      });
      return true;
    });
  },
};
