// The changes of a lock as findings, placed in the lock as it is in Git: for the forms that programs read.
import type { Finding, Range } from '../diagnostics/finding.ts';
import type { SourceText } from '../diagnostics/position.ts';
import type { Change } from '../lock/compare/index.ts';
import { printLock } from '../lock/file.ts';
import { shown } from '../lock/hidden.ts';
import type { LockFile } from '../lock/model.ts';
import { kindWords } from './print.ts';

/** What was compared with what is. */
export interface Compared {
  /** The lock's file. */
  readonly path: string;
  readonly before: LockFile | null;
  readonly changes: readonly Change[];
  readonly failures: readonly { readonly server: string; readonly reason: string }[];
}

/** A finding for each change, an error where it breaks something, and for each server that could not be listed. */
export function changeFindings({ path, before, changes, failures }: Compared): {
  readonly findings: readonly Finding[];
  readonly sources: readonly SourceText[];
} {
  const source = { path, text: before === null ? '' : printLock(before) };
  const findings = [
    ...changes.map((change) => findingOf(change, placeOf(source, change))),
    ...failures.map((failure) => notListed(failure, placeOf(source, failure))),
  ];
  return { findings, sources: before === null ? [] : [source] };
}

function findingOf({ server, kind, name, change, breaking, details }: Change, range: Range | null): Finding {
  const said = details.map(({ at, what }) => `${shown(at)}: ${what}`).join('; ');
  const about = `${kindWords[kind]}${shown(name)} of server ${server}: ${change}`;
  return {
    rule: `lock/${change}`,
    severity: breaking ? 'error' : 'warning',
    message: `${said === '' ? about : `${about}: ${said}`}.`,
    range,
    ...(breaking ? { why: 'Agents or policies that worked may not work any more.' } : {}),
    help: 'Review it; to accept it, take the lock anew with mcpgw lock.',
  };
}

function notListed({ server, reason }: { server: string; reason: string }, range: Range | null): Finding {
  const message = `Server ${server} could not be listed: ${reason}.`;
  const help = 'Start it, or give its credentials in the environment.';
  return { rule: 'lock/not-listed', severity: 'error', message, range, help };
}

/** Where the thing stands in the lock; its server, where it is new; the lock's begin, where that is. Null without a lock. */
function placeOf(
  { path: file, text }: SourceText,
  about: Pick<Change, 'server'> & Partial<Change>,
): Range | null {
  if (text === '') return null;
  const steps = [about.server, ...(about.kind === undefined ? [] : [about.kind, about.name ?? ''])];
  let range: Range = { file, start: 0, end: 1 };
  let from = 0;
  for (const [depth, name] of steps.entries()) {
    const line = `\n${' '.repeat(4 + 2 * depth)}${JSON.stringify(name)}: `;
    const at = text.indexOf(line, from);
    if (at < 0) break;
    from = at + line.length;
    range = { file, start: text.indexOf('"', at), end: from - 2 };
  }
  return range;
}
