// Names of variables in JavaScript.
import { type Code, identifier } from '../../emit/code.ts';

/** Names that mean something to JavaScript, or to printed code, in lower case. */
const taken: ReadonlySet<string> = new Set(
  (
    'arguments async await break case catch class const continue debugger default delete do else enum eval export extends ' +
    'false finally for function globalthis if implements import in instanceof interface let new null of package private ' +
    'protected public return static super switch this throw true try typeof undefined var void while with yield ' +
    'object date set cel plan nan infinity'
  ).split(' '),
);

/** A key that is written as a member: `of.name`. */
export const plainName = /^[A-Za-z][A-Za-z0-9_]*$/;

/** Variables of the environment: a macro's of the same name does not hide them, `.args` is read beside it. */
const outer: ReadonlySet<string> = new Set([
  'agent',
  'tool',
  'prompt',
  'resource',
  'args',
  'request',
  'result',
]);

/** A macro's variable: its own name where nothing else has it, else with a `$`, which CEL's names do not have. */
export function localName(name: string): Code {
  return outer.has(name) ? identifier(`${name}$`) : ownName(name);
}

function ownName(name: string): Code {
  return identifier(taken.has(name.toLowerCase()) ? `${name}$` : name);
}

/** A variable of the environment; one with points in its name gets a `$` for each. */
export function variableName(name: string): Code {
  return name.includes('.') ? identifier(name.replaceAll('.', '$')) : ownName(name);
}
