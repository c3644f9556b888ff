// The changes of a lock, for people: server by server, with what breaks marked.

import type { Change } from '../lock/compare/index.ts';
import { shown } from '../lock/hidden.ts';

const signs = { added: '+', removed: '-', changed: '~' } as const;
/** What stands before the name of a thing. */
export const kindWords = {
  tools: '',
  prompts: 'prompt ',
  resourceTemplates: 'resource template ',
  instructions: '',
} as const;

/** A line for each thing, and below it one for each detail; without colour, for diffs and screen readers alike. */
export function printChanges(changes: readonly Change[]): string {
  const servers = [...new Set(changes.map(({ server }) => server))];
  return servers
    .map(
      (server) =>
        `${server}\n${changes
          .filter((one) => one.server === server)
          .map(printChange)
          .join('')}`,
    )
    .join('');
}

function printChange({ kind, name, change, breaking, tokens, details }: Change): string {
  const size = change === 'added' ? `, about ${tokens} tokens` : '';
  const head = `  ${signs[change]} ${kindWords[kind]}${shown(name)}: ${change}${size}${breaking && details.length === 0 ? ' (breaking)' : ''}\n`;
  return (
    head +
    details
      .map(
        ({ at, what, breaking: breaks }) =>
          `      ${shown(at)}: ${indented(what)}${breaks ? ' (breaking)' : ''}\n`,
      )
      .join('')
  );
}

function indented(text: string): string {
  return text.replaceAll('\n', '\n        ');
}
