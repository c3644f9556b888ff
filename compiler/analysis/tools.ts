// The tools that a rule speaks of, as its condition sees them: each that the lock has, or what is known of all.
import {
  anyText,
  none,
  nothingKnown,
  type ReadPattern,
  textsOf,
  type Values,
  valuesOfSchema,
} from '../cel/values/index.ts';
import type { LockedTool } from '../language/catalog/model.ts';
import { named } from '../language/lookup.ts';
import { matches, overlap, type Pattern, pattern } from '../language/patterns.ts';
import type { Models } from '../language/rooms.ts';
import { patternReader } from '../lock/schema/patterns.ts';
import type { Case } from './facts.ts';
import { once } from './once.ts';

/** Of more tools than these each is not looked at by itself. */
const mostTools = 500;

export function toolsOf({ catalog }: Models): (patterns: readonly Pattern[]) => readonly Case[] {
  const reviewed = catalog.lock === null || catalog.lock.onDrift === 'allow' ? null : catalog.lock;
  const find = once((_: 'tools') => named(reviewed?.tools ?? []));
  const readPattern = patternReader();
  const caseOf = once((tool: LockedTool) => lockedCase(tool, readPattern));
  /** What rules with the same patterns speak of. */
  const known = new Map<string, readonly Case[]>();
  return (patterns) => {
    const key = patterns.map(({ text }) => text).join(' ');
    const before = known.get(key);
    if (before !== undefined) return before;
    const tools = reviewed === null ? [] : [...new Set(patterns.flatMap(find('tools')))];
    const listed = tools.length > 0 && tools.length <= mostTools;
    const cases = listed ? tools.map(caseOf) : [openCase(catalog, patterns)];
    known.set(key, cases);
    return cases;
  };
}

/** Nothing is known beyond types. */
export const unknown: readonly Case[] = [{ tool: null, ...nothingKnown }];

/** Conditions read few of a tool's fields: each is made when it is asked for. */
function lockedCase(tool: LockedTool, readPattern: ReadPattern): Case {
  const { checked, definition, name, original, server } = tool;
  const args = once((_: 'args') => valuesOfSchema(checked?.schema ?? true, readPattern));
  const facts: Readonly<Record<string, string | boolean>> = {
    ...{ 'tool.name': name, 'tool.original': original, 'tool.server': server },
    ...hintsOf(definition.annotations),
  };
  return {
    tool,
    field: (path) => (Object.hasOwn(facts, path) ? factOf(facts[path]!) : undefined),
    variable: (variable) => (variable === 'args' && checked !== null ? args('args') : undefined),
  };
}

function factOf(fact: string | boolean): Values {
  return typeof fact === 'boolean' ? { ...none, bools: new Set([fact]) } : texts([fact]);
}

const texts = (all: Iterable<string>): Values => ({ ...none, texts: textsOf(all) });

/** With the specification's defaults, as at run time (2026-07-28 schema, ToolAnnotations). */
function hintsOf(annotations: unknown): Readonly<Record<string, boolean>> {
  const given = (typeof annotations === 'object' && annotations !== null ? annotations : {}) as Record<
    string,
    unknown
  >;
  const { readOnlyHint, destructiveHint, idempotentHint, openWorldHint } = given;
  return {
    'tool.annotations.readOnlyHint': readOnlyHint === true,
    'tool.annotations.destructiveHint':
      destructiveHint === undefined ? readOnlyHint !== true : destructiveHint !== false,
    'tool.annotations.idempotentHint': idempotentHint === true,
    'tool.annotations.openWorldHint': openWorldHint !== false,
  };
}

/** Without a lock: the servers there are, and the names that they can offer. */
function openCase(catalog: Models['catalog'], tools: readonly Pattern[]): Case {
  const servers = once((_: 'servers') => texts(tools.flatMap((tool) => [...catalog.offering(tool)])));
  const names: Values = {
    ...none,
    texts: { ...anyText, may: (text, how) => isOffered(catalog, tools, how === 'is' ? text : `${text}*`) },
  };
  return {
    tool: null,
    field: (path) => (path === 'tool.server' ? servers('servers') : path === 'tool.name' ? names : undefined),
    variable: () => undefined,
  };
}

/** Is there, perhaps, a tool of such a name that the patterns match? */
function isOffered(catalog: Models['catalog'], tools: readonly Pattern[], text: string): boolean {
  const [first] = tools;
  if (first === undefined) return true;
  const wanted = pattern(text, first.range);
  const spoken = tools.some((tool) => (text.endsWith('*') ? overlap(tool, wanted) : matches(tool, text)));
  return spoken && catalog.offering(wanted).size > 0;
}
