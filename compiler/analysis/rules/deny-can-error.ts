// A deny that refuses calls which leave out what its condition reads.
import type { Rule } from '../../language/room.ts';
import { missingOf, readTexts } from '../missing.ts';
import type { World } from '../world.ts';

export const denyCanError: Rule<World> = {
  name: 'access/deny-can-error',
  severity: 'warning',
  check(world, report) {
    for (const deny of [...world.denies, ...world.trials.filter(({ rule }) => rule.effect === 'deny')]) {
      const { when, name, shadow } = deny.rule;
      if (when === null || deny.never) continue;
      const reads = missingOf(when.compiled.root).filter((read) =>
        world.facts.mayLack(world.people.of(deny.rule), read),
      );
      const [first] = reads;
      if (first === undefined) continue;
      const { guards, named } = readTexts(when, reads);
      report(when.slice(first.start, first.end), {
        message: `“${name.text}” ${shadow ? 'would also deny' : 'also denies'} calls without ${named}.`,
        why: 'A deny whose condition ends in an error denies.',
        help: `To let them pass, write \`${guards.join(' && ')} && …\`; to deny them, write \`${guards.map(not).join(' || ')} || …\`.`,
      });
    }
  },
};

const not = (guard: string): string => (guard.startsWith('has(') ? `!${guard}` : `!(${guard})`);
