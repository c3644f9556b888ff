// An included file that allows more than its `include` entry lets it.
import { covers, type Pattern, pattern } from '../../patterns.ts';
import type { Included, Rule } from '../../room.ts';
import { enumerate } from '../../words.ts';
import type { AccessModel } from '../model.ts';

export const beyondInclude: Rule<{ readonly access: AccessModel }> = {
  name: 'access/beyond-include',
  severity: 'error',
  check({ access }, report, scope) {
    const beyond = createBeyond();
    for (const { effect, tools, prompts, resources, name } of access.rules) {
      const included = effect === 'allow' ? scope.included(name.range) : null;
      for (const tool of included === null ? [] : beyond(tools, included)) {
        report(tool.range, {
          message: `This file may not allow “${tool.text}”.`,
          why: `\`include\` lets it allow ${enumerate(included?.tools ?? [])}.`,
          help: 'Narrow the pattern, or have the owner of the gateway file widen `tools:` of the include.',
        });
      }
      const others =
        included === null || included.tools === null ? [] : [...(prompts ?? []), ...(resources ?? [])];
      for (const { text, range } of others) {
        report(range, {
          message: `This file may not allow “${text}”.`,
          why: '`include` lets it allow tools, no prompts and no resources.',
          help: 'Move the rule to the gateway file.',
        });
      }
    }
  },
};

/** The tools that an entry does not grant. The patterns of each entry are made once. */
function createBeyond(): (tools: readonly Pattern[], included: Included) => readonly Pattern[] {
  const known = new Map<Included, readonly Pattern[]>();
  return (tools, included) => {
    const [first] = tools;
    if (included.tools === null || first === undefined) return [];
    const granted = known.get(included) ?? included.tools.map((text) => pattern(text, first.range));
    known.set(included, granted);
    return tools.filter((tool) => !granted.some((one) => covers(one, tool)));
  };
}
