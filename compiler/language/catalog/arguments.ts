// The type of the arguments of all tools that a rule concerns.
import { anyOf, dynType, type Type } from '../../cel/index.ts';
import { named } from '../lookup.ts';
import type { Pattern } from '../patterns.ts';
import type { LockedTool, LockModel } from './model.ts';

/** Of so many different schemas the union says next to nothing, and takes its time. */
const mostSchemas = 200;

/**
 * Gives the union over the tools that any of the patterns matches; dyn where something may be offered that nobody reviewed,
 * and where nothing matches. Each list of patterns is worked out once, and gives the same object.
 */
export function argumentsOf(lock: LockModel | null): (tools: readonly Pattern[]) => Type {
  if (lock === null || lock.onDrift === 'allow') return () => dynType;
  const schemas = new Map(lock.tools.map((tool) => [tool, JSON.stringify(tool.checked?.schema)]));
  const found = named(lock.tools);
  const known = new Map<string, Type>();
  return (patterns) => {
    const key = patterns.map(({ text }) => text).join(' ');
    const before = known.get(key);
    if (before !== undefined) return before;
    const type = unionOf(patterns.flatMap(found), schemas);
    known.set(key, type);
    return type;
  };
}

/** @param schemas their texts: tools with one schema count once */
function unionOf(tools: readonly LockedTool[], schemas: ReadonlyMap<LockedTool, string | undefined>): Type {
  const types = new Map(tools.map((tool) => [schemas.get(tool), tool.args]));
  if (types.size === 0 || types.size > mostSchemas) return dynType;
  return [...types.values()].reduce(anyOf);
}
