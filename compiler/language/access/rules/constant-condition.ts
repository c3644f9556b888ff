// A condition that always comes out the same.
import type { Rule } from '../../room.ts';
import type { AccessModel } from '../model.ts';

export const constantCondition: Rule<{ readonly access: AccessModel }> = {
  name: 'access/constant-condition',
  severity: 'warning',
  check({ access }, report) {
    for (const { name, effect, when } of access.rules) {
      if (typeof when?.compiled.constant !== 'boolean') continue;
      const holds = when.compiled.constant;
      report(when.range, {
        message: `The condition of “${name.text}” is always ${holds}.`,
        why: holds
          ? 'It says the same as no condition.'
          : `The rule never ${effect === 'allow' ? 'allows' : 'denies'} anything.`,
        help: holds ? 'Remove `when`.' : 'Remove the rule, or mend the condition.',
      });
    }
  },
};
