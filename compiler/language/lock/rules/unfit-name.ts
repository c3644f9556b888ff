// A locked tool or prompt whose name cannot be offered.
import type { Rule } from '../../room.ts';
import type { Before } from '../index.ts';
import { lockedPrompts } from '../kept.ts';

/** As the gateway takes them (runtime/catalog/merge.ts). How long a tool's name is, is the matter of `catalog/name-length`. */
const toolName = /^[A-Za-z0-9_.-]+$/;
const promptName = /^\P{C}{1,128}$/u;

export const unfitName: Rule<Before> = {
  name: 'lock/unfit-name',
  severity: 'error',
  check(models, report) {
    for (const { name, server, original, range } of models.catalog.lock?.tools ?? [])
      if (!toolName.test(name))
        report(range, {
          message: `${JSON.stringify(original)} of server “${server}” cannot be a tool's name.`,
          why: 'MCP allows letters, digits, `_`, `-` and `.` (2026-07-28, server/tools): it would be hidden.',
          help: 'Exclude it with `tools: { exclude: … }`, a `*` for what cannot stand there.',
        });
    for (const { name, server, range } of lockedPrompts(models))
      if (!promptName.test(name))
        report(range, {
          message: `${JSON.stringify(name)} of server “${server}” cannot be a prompt's name.`,
          why: 'A name has 1 to 128 visible characters: it would be hidden.',
          help: 'Shorten the name of the server, or `catalog.name`.',
        });
  },
};
