// The argument at a path as a function of its own: it sees objects of few shapes, which makes it fast.
import type { Builder } from '../../emit/builder.ts';
import { type Code, code, identifier } from '../../emit/code.ts';
import { plainName } from './names.ts';

/** A function of `args` that gives what is at a path of own keys, undefined where there is nothing; its name. */
export function printRead(path: readonly string[], builder: Builder): Code {
  const readers = path.map((key) => readerOf(key, builder));
  const [only] = readers;
  if (only !== undefined && readers.length === 1) return only;
  const read = readers.reduce((of, reader) => code`${reader}(${of})`, code`args`);
  return builder.fn(`read ${path.join(' ')}`, [], code`(args) => ${read}`);
}

/** What is there and not in the prototype of objects is the object's own, which is faster asked than whether it is. */
function readerOf(key: string, builder: Builder): Code {
  const own = code`Object.hasOwn(of, ${key}) ? of[${key}] : void 0`;
  const isRecord = code`${builder.cel('isRecord')}(of)`;
  if (!plainName.test(key)) return builder.fn(`read ${key}`, [], code`(of) => ${isRecord} && ${own}`);
  const member = code`of.${identifier(key)}`;
  const there = code`${isRecord} && ${member} !== void 0 && !(${key} in ${builder.cel('base')})`;
  return builder.fn(`read ${key}`, [], code`(of) => ${there} ? ${member} : ${isRecord} && ${own}`);
}
