// The type of the arguments of all tools that a rule concerns.
import { anyOf, dynType, type Type } from '../../cel/index.ts';
import { matches, type Pattern } from '../patterns.ts';
import type { LockedTool, LockModel } from './model.ts';

/** Of so many different schemas the union says next to nothing, and takes its time. */
const mostSchemas = 200;

/**
 * Gives the union over the tools that any of the patterns matches; dyn where something may be offered that nobody reviewed,
 * and where nothing matches. Each list of patterns is worked out once, and gives the same object.
 */
export function argumentsOf(lock: LockModel | null): (tools: readonly Pattern[]) => Type {
  if (lock === null || lock.onDrift === 'allow') return () => dynType;
  const known = new Map<string, Type>();
  return (patterns) => {
    const key = patterns.map(({ text }) => text).join(' ');
    const before = known.get(key);
    if (before !== undefined) return before;
    const type = unionOf(lock.tools.filter(({ name }) => patterns.some((one) => matches(one, name))));
    known.set(key, type);
    return type;
  };
}

function unionOf(tools: readonly LockedTool[]): Type {
  const types = new Map(tools.map(({ checked, args }) => [JSON.stringify(checked?.schema), args]));
  if (types.size === 0 || types.size > mostSchemas) return dynType;
  return [...types.values()].reduce(anyOf);
}
