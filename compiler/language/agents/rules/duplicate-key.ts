// One key for two agents: a caller would be either.
import type { Rule } from '../../room.ts';
import { repeated } from '../../words.ts';
import type { AgentsModel } from '../model.ts';

export const duplicateKey: Rule<{ readonly agents: AgentsModel }> = {
  name: 'agents/duplicate-key',
  severity: 'error',
  check({ agents }, report) {
    const keys = [...agents.agents.values()].flatMap(({ name, keys }) => keys.map((key) => ({ name, key })));
    for (const [again, first] of repeated(keys, ({ key }) => key.text)) {
      const same = again.name === first.name;
      report(again.key.range, {
        message: same
          ? `Agent “${again.name}” lists this key twice.`
          : `Agents “${first.name}” and “${again.name}” have the same key.`,
        why: same
          ? 'A key that is withdrawn on one line would go on working.'
          : 'A key names exactly one agent.',
        help: same ? 'Remove one of the two lines.' : 'Make another with `mcpgw key NAME`.',
        related: [{ message: 'The same key.', range: first.key.range }],
      });
    }
  },
};
