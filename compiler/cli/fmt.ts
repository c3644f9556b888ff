// `mcpgw fmt [FILE…]`: files laid out in the one way, or a list of those that are not.
import { dirname, join } from 'node:path';
import { check as checkGateway } from '../index.ts';
import { format } from '../source/format/index.ts';
import { exit, type Run } from './command.ts';
import { readIfThere, readText, writeAll } from './files.ts';

export const fmt: Run = async (given, io) => {
  const files = given.operands.length > 0 ? given.operands : filesHere();
  const changed: { readonly path: string; readonly text: string }[] = [];
  let status: number = exit.clean;
  for (const path of files) {
    const before = readText(path);
    const formatted = format(before);
    if ('refused' in formatted) {
      io.err(`mcpgw: ${path} is left as it is: ${formatted.refused}.\n`);
      status = exit.findings;
    } else if (formatted.text !== before) changed.push({ path, text: formatted.text });
  }
  if (given.switch('check')) {
    for (const { path } of changed) io.out(`${path} is not laid out as mcpgw fmt does it.\n`);
    return changed.length > 0 ? exit.findings : status;
  }
  writeAll(changed);
  for (const { path } of changed) io.out(`${path}\n`);
  return status;
};

/** The gateway file of this folder, what it includes, and its tests. */
function filesHere(): readonly string[] {
  const gateway = 'gateway.yaml';
  // The lock is a source too, but nobody writes it by hand.
  const sources = checkGateway(gateway).sources.filter(({ path }) => !path.endsWith('.json'));
  const included = sources.map(({ path }) => join(dirname(gateway), path));
  const tests = readIfThere('tests.yaml') === null ? [] : ['tests.yaml'];
  return [...new Set([gateway, ...included, ...tests])];
}
