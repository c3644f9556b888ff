// A template that makes names MCP does not allow.
import type { Rule } from '../../room.ts';
import type { CatalogModel } from '../model.ts';

export const nameCharacters: Rule<{ readonly catalog: CatalogModel }> = {
  name: 'catalog/name-characters',
  severity: 'error',
  check({ catalog: { template, pieces } }, report) {
    for (const piece of pieces) {
      if (piece.kind !== 'unknown') continue;
      report(template.slice(piece.start, piece.end), {
        message: `“{${piece.text}}” stands for nothing.`,
        help: 'There are {server} and {tool}.',
      });
    }
    const known = template.text.replace(/\{[^{}]*\}/g, (braces) => '_'.repeat(braces.length));
    for (const { index, 0: wrong } of known.matchAll(/[^A-Za-z0-9_.-]+/g)) {
      report(template.slice(index, index + wrong.length), {
        message: `“${wrong}” cannot stand in a tool's name.`,
        why: 'MCP allows letters, digits, `_`, `-` and `.` (2026-07-28, server/tools): every tool would be hidden.',
        help: 'Use `__`, `-` or `.` between server and tool.',
      });
    }
  },
};
