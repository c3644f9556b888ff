// Names: a variable of a macro, one of the environment, a type.
import { nearest } from '../../diagnostics/nearest.ts';
import type { Expr } from '../ast.ts';
import { typeNames } from '../functions/index.ts';
import { type Typed, typed } from '../typed.ts';
import { type Type, typeType } from '../types.ts';
import { bad, type Context, type Local, meant } from './context.ts';

type Name = Extract<Expr, { kind: 'name' }>;

/** A variable of a macro around it, or one of the environment that exists in its phase, or the name of a type. */
export function checkName(expr: Name, context: Context): Typed {
  const local = expr.absolute === true ? null : findLocal(context.locals, expr.name);
  if (local === null) return checkGlobal(expr, expr.name, context) ?? unknownName(expr, context);
  const shape = { kind: 'local', name: local.name, id: local.id, of: local.of } as const;
  return typed(expr, local.type, shape, [], { unknown: local.unknown, most: local.most });
}

/** What a name, or a path of names, stands for outside any macro; null for nothing. */
export function checkGlobal(expr: Expr, name: string, context: Context): Typed | null {
  const { phase, variables } = context.environment;
  const variable = variables.find((one) => one.name === name);
  if (variable === undefined) {
    if (!typeNames.has(name)) return null;
    return typed(expr, typeType, { kind: 'constant', constant: { type: 'type', name } }, []);
  }
  if (!variable.phases.includes(phase)) {
    context.report('cel/phase', expr, {
      message: `\`${name}\` does not exist yet when this is judged.`,
    });
    return bad(expr);
  }
  context.read(name);
  const unknown = !variable.phases.includes('visible');
  return typed(expr, variable.type, { kind: 'variable', name }, [], { unknown });
}

export function findLocal(locals: Local | null, name: string): Local | null {
  for (let local = locals; local !== null; local = local.outer) if (local.name === name) return local;
  return null;
}

/** What other languages call the words of CEL. */
const elsewhere: ReadonlyMap<string, string> = new Map([
  ['none', 'Write `null`.'],
  ['nil', 'Write `null`.'],
  ['null', 'Write `null`.'],
  ['undefined', 'Whether a key is there is asked with `has(…)`.'],
  ['true', 'Write `true`.'],
  ['false', 'Write `false`.'],
]);

function helpFor(name: string, names: readonly string[]): { help?: string } {
  const help = elsewhere.get(name.toLowerCase());
  return help === undefined ? meant(name, names) : { help };
}

function unknownName(expr: Name, context: Context): Typed {
  const { phase, variables, holder } = context.environment;
  if (holder !== undefined && !elsewhere.has(expr.name.toLowerCase())) return unheld(expr, holder, context);
  const names = variables.filter((one) => one.phases.includes(phase)).map((one) => one.name);
  for (let local = context.locals; local !== null; local = local.outer) names.unshift(local.name);
  const absent = context.environment.absent?.includes(expr.name) === true;
  context.report('cel/unknown-name', expr, {
    message: `There is no variable \`${expr.name}\`${absent ? ' in a rule about other things' : ''}.`,
    ...(absent ? { help: `Write a rule of its own about ${expr.name}s.` } : helpFor(expr.name, names)),
  });
  return bad(expr);
}

/** A name where all there is are the keys of one variable. */
function unheld(expr: Name, holder: string, context: Context): Typed {
  const { name } = expr;
  const { variables, absent } = context.environment;
  const far = absent?.includes(name) === true;
  const type = variables.find((one) => one.name === holder)?.type;
  context.report('cel/unknown-name', expr, {
    message: `There is no variable \`${name}\`${far ? ' here' : ''}.`,
    help: far ? `What stands here reads \`${holder}\` alone.` : keyMeant(name, holder, type),
  });
  return bad(expr);
}

function keyMeant(name: string, holder: string, type: Type | undefined): string {
  if (nearest(name, [holder])) return `Did you mean \`${holder}\`?`;
  if (type?.kind !== 'object' || type.properties.has(name)) return `Write \`${holder}.${name}\`.`;
  const near = nearest(name, type.properties.keys());
  return near ? `Did you mean \`${holder}.${near}\`?` : `What stands here reads \`${holder}\` alone.`;
}
