// A catalog that is larger than `catalog.budget` for some agent.
import { tokensOf } from '../../../lock/hash.ts';
import type { Rule } from '../../room.ts';
import { enumerate } from '../../words.ts';
import type { Before } from '../index.ts';
import type { LockRoomModel } from '../model.ts';
import { seersOf } from '../seers.ts';
import { visibleTools } from '../visible.ts';

export const overBudget: Rule<Before & { readonly lock: LockRoomModel }> = {
  name: 'lock/over-budget',
  severity: 'error',
  check(models, report) {
    const { budget } = models.lock;
    const { lock } = models.catalog;
    if (budget === null || lock === null) return;
    const sizes = new Map(
      lock.tools.map((tool) => [tool, tokensOf({ ...tool.definition, name: tool.name })]),
    );
    const over = seersOf(models).flatMap(({ name, concerns }) => {
      const tools = visibleTools(models, concerns);
      const tokens = tools.reduce((sum, tool) => sum + sizes.get(tool)!, 0);
      return tokens > budget.tokens ? [{ name, tokens, tools: tools.length }] : [];
    });
    if (over.length === 0) return;
    over.sort((one, other) => other.tokens - one.tokens);
    const said = over.map(
      ({ name, tokens, tools }) =>
        `${name} may see ${tools} tool${tools === 1 ? '' : 's'} of about ${tokens}`,
    );
    report(budget.word.range, {
      message: `More than ${budget.tokens} tokens of tools: ${enumerate(said)}.`,
      why: 'The list of tools stands in the model’s context in every conversation, before anything is asked.',
      help: 'Allow less to whom it concerns, exclude tools, or describe them in fewer words.',
    });
  },
};
