// Two locks, compared as code is reviewed: what came, what went, what is said or taken otherwise, what breaks.
import { canonical } from '../../../runtime/lock/canonical.ts';
import { itemsOf, type LockedEntry } from '../file.ts';
import type { Definition, LockFile } from '../model.ts';
import { type Text, textsOf } from '../texts.ts';
import { compareArguments } from './arguments.ts';
import { brief, type Change, type Detail } from './change.ts';
import { compareSchemas } from './schema.ts';
import { wordChanges } from './words.ts';

export type { Change, Detail } from './change.ts';

/** Every change from one lock to another, by server and name. */
export function compareLocks(before: LockFile, after: LockFile): readonly Change[] {
  const key = ({ server, kind, name }: LockedEntry): string => JSON.stringify([server, kind, name]);
  const [old, now] = [before, after].map((lock) => new Map(itemsOf(lock).map((one) => [key(one), one])));
  const keys = [...new Set([...old!.keys(), ...now!.keys()])].sort();
  return keys.flatMap((one) => changeOf(old!.get(one), now!.get(one)));
}

function changeOf(old: LockedEntry | undefined, now: LockedEntry | undefined): readonly Change[] {
  const { server, kind, name } = (now ?? old)!;
  const about = { server, kind, name, tokens: now?.item.tokens ?? 0, details: [] };
  if (old === undefined) return [{ ...about, change: 'added', breaking: false }];
  if (now === undefined) return [{ ...about, change: 'removed', breaking: kind !== 'instructions' }];
  if (old.item.hash === now.item.hash) return [];
  const details = detailsOf(old.item.definition, now.item.definition);
  return [{ ...about, change: 'changed', breaking: details.some(({ breaking }) => breaking), details }];
}

function detailsOf(old: Definition, now: Definition): readonly Detail[] {
  const found = [
    ...texts(old, now),
    ...hints(old.annotations, now.annotations),
    ...compareSchemas(old.inputSchema, now.inputSchema, 'inputSchema'),
    ...output(old.outputSchema, now.outputSchema),
    ...compareArguments(old.arguments, now.arguments),
    ...others(old, now),
  ];
  // Whatever else: a change is never silent.
  return found.length > 0
    ? found
    : [{ at: 'definition', what: 'something else in it changed', breaking: false }];
}

/** Words that a model reads, where both have some: what only one has is said with its schema. */
function texts(old: Definition, now: Definition): readonly Detail[] {
  const spoken = (all: readonly Text[]) => new Map(all.map(({ at, text }) => [at, text]));
  const [a, b] = [spoken(textsOf(old)), spoken(textsOf(now))];
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((at) => {
    if (at.startsWith('arguments.')) return [];
    if (!/(?:^|\.)(?:description|title|instructions)$/.test(at) || a.get(at) === b.get(at)) return [];
    return [{ at, what: wordChanges(a.get(at) ?? '', b.get(at) ?? ''), breaking: false }];
  });
}

/** Each hint with its value where a tool says nothing, and the value that promises more. */
const promises = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false };

function hints(old: unknown, now: unknown): readonly Detail[] {
  const [a, b] = [old, now].map((given) => (given ?? {}) as Definition);
  return Object.entries(promises).flatMap(([hint, promise]) => {
    if (a![hint] === b![hint]) return [];
    const weakened = a![hint] === promise && b![hint] !== promise;
    const what = `${brief(a![hint])} → ${brief(b![hint])}${weakened ? ': it promises less' : ''}`;
    return [{ at: `annotations.${hint}`, what, breaking: weakened }];
  });
}

/** What agents read of a result: there it is the other way round, whatever is new may not be understood. */
function output(old: unknown, now: unknown): readonly Detail[] {
  if (old === undefined || now === undefined) {
    if (old === now) return [];
    return [
      { at: 'outputSchema', what: now === undefined ? 'removed' : 'added', breaking: now === undefined },
    ];
  }
  const at = 'outputSchema';
  return compareSchemas(now, old, at).map((detail) => ({ ...detail, what: turned(detail.what) }));
}

/** Of a comparison the other way round. */
function turned(what: string): string {
  const [a, b] = what.split(' → ');
  if (b !== undefined) return `${b} → ${a}`;
  if (what === 'added' || what === 'removed') return what === 'added' ? 'removed' : 'added';
  return what.endsWith('is required now')
    ? what.replace('is required now', 'is not always there any more')
    : what.replace('is not required any more', 'is always there now');
}

const compared = new Set([
  ...['name', 'title', 'description', 'instructions', 'annotations'],
  ...['arguments', 'inputSchema', 'outputSchema'],
]);

function others(old: Definition, now: Definition): readonly Detail[] {
  const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter((key) => !compared.has(key));
  return keys.flatMap((key) => {
    if (canonical(old[key] ?? null) === canonical(now[key] ?? null)) return [];
    return [{ at: key, what: `${brief(old[key])} → ${brief(now[key])}`, breaking: false }];
  });
}
