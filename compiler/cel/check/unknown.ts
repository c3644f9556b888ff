// Calls of what there is not: what was meant instead.
import type { Expr } from '../ast.ts';
import { absent, functions, idioms, otherwise } from '../functions/index.ts';
import type { Typed } from '../typed.ts';
import { bad, type Context, meant } from './context.ts';
import { macros } from './loop.ts';

type Call = Extract<Expr, { kind: 'call' }>;

/** Reports a call of a function that there is not. `space`: the namespace before it. */
export function unknownFunction(expr: Call, space: string | null, context: Context): Typed {
  const { name, receiver } = expr;
  const target = receiver === null || isNamespace(receiver) ? null : context.check(receiver, context);
  if (absent.has(name.text)) {
    context.report('cel/unsupported', name, {
      message: `\`${name.text}\` is not supported in this version.`,
    });
  } else {
    const what = space === null ? (receiver === null ? 'function' : 'method') : 'function';
    const message = `There is no ${what} \`${space === null ? '' : `${space}.`}${name.text}\`.`;
    context.report('cel/unknown-function', name, { message, ...helpFor(expr, space, target) });
  }
  // The variable of a macro is none here.
  if (!macros.has(otherwise.get(name.text) ?? name.text))
    for (const arg of expr.args) context.check(arg, context);
  return bad(expr);
}

function isNamespace(receiver: Expr): boolean {
  return (
    receiver.kind === 'name' &&
    ['math', 'Math', 'cel', 'strings', 'base64', 'optional', 'lists', 'sets', 'proto', 'regex'].includes(
      receiver.name,
    )
  );
}

function helpFor({ name, receiver }: Call, space: string | null, target: Typed | null): { help?: string } {
  const habit = otherwise.get(name.text);
  if (space !== null && habit?.startsWith(`${space}.`)) return { help: `CEL calls it \`${habit}\`.` };
  if (space !== null) return meant(`${space}.${name.text}`, inSpace(space), 'There are');
  if (name.text === 'includes' && target?.type.kind === 'list') return { help: 'Write `value in list`.' };
  if (name.text === 'has' && target?.type.kind !== 'list' && target?.type.kind !== 'string')
    return { help: 'Whether a key is there is asked with `has(x.key)`.' };
  const known = spelled(name.text, receiver === null);
  if (known !== undefined)
    return { help: `Write \`${receiver === null ? `value.${known}(…)` : `${known}(…)`}\`.` };
  const spaced = functions.find((one) => one.name.endsWith(`.${name.text}`));
  if (spaced !== undefined) return { help: `Write \`${spaced.name}(…)\`.` };
  const idiom = idioms.get(name.text);
  if (idiom !== undefined) return { help: idiom };
  if (habit !== undefined) return { help: `CEL calls it \`${habit}\`.` };
  const method = receiver !== null;
  const candidates = functions.filter((one) => one.method === method).map((one) => one.name);
  const more = method ? [...macros, 'optMap', 'optFlatMap'] : ['has', 'cel.bind'];
  return meant(name.text, [...new Set([...candidates, ...more])]);
}

/** The function or macro of that name; of a method that is called as a function also in other letters: `CONTAINS`, `starts_with`. */
function spelled(name: string, plain: boolean): string | undefined {
  const letters = (text: string) => text.replaceAll('_', '').toLowerCase();
  const names = [...functions.map((one) => one.name), ...macros];
  return names.find((one) => one === name || (plain && letters(one) === letters(name)));
}

function inSpace(space: string): readonly string[] {
  const names = functions.map((one) => one.name).filter((name) => name.startsWith(`${space}.`));
  return [...new Set(space === 'cel' ? ['cel.bind'] : names)];
}
