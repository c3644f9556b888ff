// The commands that every recipe of a pipeline runs, with the paths of this gateway.
import type { Facts } from './facts.ts';

/** What to run, in order: without findings, with passing tests, and the committed bundle is what the sources give. */
export function checks(facts: Facts): readonly { readonly name: string; readonly run: string }[] {
  const over = overlays(facts);
  return [
    { name: 'check', run: `npx --no-install mcpgw check ${word(facts.gateway)}${over} --deny-warnings` },
    { name: 'test', run: `npx --no-install mcpgw test ${word(facts.tests)}${over}` },
    { name: 'compile', run: `${compile(facts, facts.bundle)} --check` },
  ];
}

export function compile(facts: Facts, output: string): string {
  return `npx --no-install mcpgw compile ${word(facts.gateway)}${overlays(facts)} -o ${word(output)}`;
}

function overlays({ overlays: files }: Facts): string {
  return files.map((file) => ` --with ${word(file)}`).join('');
}

/** A text as one word of a shell. */
export function word(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
