// Words of the language that this version does not have yet: refused with the reason, never passed over.
import type { Finding } from '../diagnostics/finding.ts';

const later: ReadonlyMap<string, string> = new Map([
  ['challenge', 'issuers, whose agents arrive with a token'],
]);

/** A finding about such a word says when it comes. @param text the test file's */
export function sayLater(finding: Finding, text: string): Finding {
  const { range, rule } = finding;
  if (range === null || (rule !== 'schema/unknown-key' && rule !== 'schema/value')) return finding;
  const word = text.slice(range.start, range.end).replace(/^(["'])(.*)\1$/, '$2');
  const what = later.get(word);
  if (what === undefined) return finding;
  return { ...finding, help: `“${word}” comes with ${what}, which this version of mcpgw does not have.` };
}
