// The type of the arguments of all tools that a rule concerns.
import { anyOf, dynType, type Type, typeOfSchema } from '../../cel/index.ts';
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
  const typeOf = createTypes();
  const found = named(lock.tools);
  const known = new Map<string, Type>();
  return (patterns) => {
    const key = patterns.map(({ text }) => text).join(' ');
    const before = known.get(key);
    if (before !== undefined) return before;
    const type = unionOf(patterns.flatMap(found), typeOf);
    known.set(key, type);
    return type;
  };
}

/** The type of a tool's arguments: worked out when it is asked for, of tools with one schema once. */
function createTypes(): (tool: LockedTool) => Type {
  const byText = new Map<string, Type>();
  const byTool = new Map<LockedTool, Type>();
  const read = ({ checked }: LockedTool): Type => {
    if (checked === null) return dynType;
    const text = JSON.stringify(checked.schema);
    const type = byText.get(text) ?? typeOfSchema(checked.schema, 'args');
    byText.set(text, type);
    return type;
  };
  return (tool) => {
    const type = byTool.get(tool) ?? read(tool);
    byTool.set(tool, type);
    return type;
  };
}

function unionOf(tools: readonly LockedTool[], typeOf: (tool: LockedTool) => Type): Type {
  const types = new Set<Type>();
  for (const tool of tools) if (types.add(typeOf(tool)).size > mostSchemas) return dynType;
  return types.size === 0 ? dynType : [...types].reduce(anyOf);
}
