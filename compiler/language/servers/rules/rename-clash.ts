// Two tools of one server under one name.
import { isExact } from '../../patterns.ts';
import type { Rule } from '../../room.ts';
import { repeated, type Word } from '../../words.ts';
import type { ServersModel, ToolsModel } from '../model.ts';

export const renameClash: Rule<{ readonly servers: ServersModel }> = {
  name: 'servers/rename-clash',
  severity: 'error',
  check({ servers }, report) {
    for (const { name, tools } of servers.servers.values()) {
      for (const [again, first] of clashes(tools)) {
        report(again.to.range, {
          message: `“${first.from.text}” and “${again.from.text}” of server “${name}” would both be called “${again.to.text}”.`,
          why: 'A call could mean either, so neither would be offered.',
          help: 'Give one of them another name, or exclude it.',
          related: [{ message: 'The other.', range: first.to.range }],
        });
      }
    }
  },
};

type Named = { readonly from: Pick<Word, 'text'>; readonly to: Pick<Word, 'text' | 'range'> };

/** Renamed tools, and those that are known by name and keep it. */
function clashes({ include, rename }: ToolsModel): readonly (readonly [Named, Named])[] {
  const moved = new Set(rename.map(({ from }) => from.text));
  const kept = include
    .filter((one) => isExact(one) && !moved.has(one.text))
    .map((one) => ({ from: one, to: one }));
  return repeated<Named>([...kept, ...rename], ({ to }) => to.text);
}
