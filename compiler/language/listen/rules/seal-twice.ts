// One secret twice among those that seal: where it was meant to be turned, nothing was.
import type { Rule } from '../../room.ts';
import type { ListenModel } from '../model.ts';

export const sealTwice: Rule<{ readonly listen: ListenModel }> = {
  name: 'listen/seal-twice',
  severity: 'error',
  check({ listen }, report) {
    listen.seal.forEach(({ kind, name, range }, at) => {
      const first = listen.seal.slice(0, at).find((one) => one.kind === kind && one.name === name);
      if (first === undefined) return;
      report(range, {
        message: `“${name}” is among the secrets already.`,
        why: 'The first secret seals and all open: twice the same one is one secret.',
        help: 'Name the older secret here, or leave this one out.',
        related: [{ message: 'The first.', range: first.range }],
      });
    });
  },
};
