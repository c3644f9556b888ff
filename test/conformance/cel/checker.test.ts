// cel-go's goldens of checked trees: the same type for every part, where nothing of Protocol Buffers is in it.
import { tests as checking } from '@bufbuild/cel-spec/testdata/checking.js';
import { tests as parsing } from '@bufbuild/cel-spec/testdata/parsing.js';
import { toDebugString } from '@bufbuild/cel-spec/testdata/to-debug-string.js';
import { describe, expect, it } from 'vitest';
import type { Expr } from '../../../compiler/cel/ast.ts';
import { check } from '../../../compiler/cel/checker.ts';
import type { Environment, Variable } from '../../../compiler/cel/environment.ts';
import { parse } from '../../../compiler/cel/parser.ts';
import { type Problem, reporter } from '../../../compiler/cel/problem.ts';
import { listOf, mapOf, optionalOf, showType, type Type } from '../../../compiler/cel/types.ts';
import { type Node, nodeOf } from './protobuf.ts';
import { allCases, refusal } from './suite.ts';

interface Golden {
  readonly text: string;
  readonly checked: string;
}

/** What only a host of cel-go's own tests declares, and types of Protocol Buffers. */
const foreign =
  /google\.(?:expr|api|protobuf)|TestAllTypes|wrapper\(|~any|set\(|(?:fi_s|fg_s|myfun|noop_macro|encode)/;

/** What `c` is here stays open; cel-go finds it to be dyn, so that the list is of dyn. */
const open = '{}.map(c,[c,type(c)])';

const own = [...(checking.tests ?? []), ...(parsing.tests ?? [])]
  .map((one) => ({ text: one.original.expr, checked: one.checkedAst ?? '' }))
  .filter(({ text, checked }) => !foreign.test(text) && !foreign.test(checked) && text !== open);

const goldens: readonly Golden[] = [
  ...own,
  ...allCases()
    .filter(
      (one) =>
        refusal(one) === null &&
        one.test.disableCheck !== true &&
        one.test.evalError === undefined &&
        one.section !== 'legacy_nullable_types',
    )
    .map(({ test, checkedAst }) => ({ text: test.expr, checked: checkedAst ?? '' })),
].filter(({ checked }) => checked !== '');

/** The variables that a golden names, with the types that it gives them. */
function environmentOf(checked: string): Environment {
  const found = new Map<string, Type>();
  for (const [, name = '', type = ''] of checked.matchAll(/([A-Za-z_][\w.]*)~([^^\n]+)\^\1(?![\w])/g)) {
    if (!/^type\(/.test(type)) found.set(name, readType(type));
  }
  const variables = [...found].map(([name, type]): Variable => ({ name, type, phases: ['call', 'result'] }));
  return { phase: 'call', variables, dotted: true };
}

function readType(text: string): Type {
  const [, outer = text, inner = ''] = /^(\w+)\((.*)\)$/.exec(text) ?? [];
  if (outer === 'list') return listOf(readType(inner));
  if (outer === 'optional_type') return optionalOf(readType(inner));
  if (outer !== 'map') return { kind: outer } as Type;
  const comma = inner.indexOf(', ');
  return mapOf(readType(inner.slice(comma + 2)), readType(inner.slice(0, comma)));
}

/** The tree with the type of each part; null with problems where it is refused. */
function checkedTree(text: string, environment: Environment) {
  const problems: Problem[] = [];
  const types = new Map<Expr, Type>();
  const tree = parse(text, reporter(problems));
  check(tree, environment, {
    report: reporter(problems),
    warn: () => {},
    note: (expr, { type }) => types.set(expr, type),
  });
  const adorner = {
    GetMetadata: (part: unknown) => {
      const type = types.get((part as Node).origin as Expr);
      return type === undefined ? '' : `~${shown(type)}`;
    },
  };
  const shaped = nodeOf(tree, text) as unknown as Parameters<typeof toDebugString>[0];
  return { problems, text: toDebugString(shaped, adorner), type: types.get(tree) };
}

/** Without the names of overloads, and of the type that a type value names. */
function bare(checked: string): string {
  return checked
    .replace(/([~(] ?)type\([\w.]+(?:\([\w., ]*\))?\)/g, '$1type')
    .replace(/\^(?:google\.protobuf\.\w+|[\w|@$]+)/g, '');
}

/** What an empty list or map holds is open here (`⊥`); cel-go finds it from what is asked of it later. */
function shown(type: Type): string {
  switch (type.kind) {
    case 'free':
      return '⊥';
    case 'list':
      return `list(${shown(type.element)})`;
    case 'map':
      return `map(${shown(type.key)}, ${shown(type.value)})`;
    case 'optional':
      return `optional_type(${shown(type.of)})`;
    default:
      return showType(type);
  }
}

/** Are they the same, where anything goes for what is open? */
function agree(found: string, checked: string): boolean {
  if (!found.includes('⊥')) return found === checked;
  const parts = found.split('⊥').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('[a-z0-9_(), ]+')}$`).test(checked);
}

/** Is every part of the golden one part here? Macros are expanded there, `math.greatest` too, and long chains of `&&` are trees of pairs. */
function isOneToOne(checked: string, { variables }: Environment): boolean {
  if (/__comprehension__|math\.@/.test(checked) || /_(?:&&|\|\|)_/.test(checked)) return false;
  return variables.every(({ name }) => !name.includes('.'));
}

/** The type of the whole: the last one. */
function rootOf(checked: string): string | undefined {
  const last = checked.split('~').at(-1) ?? '';
  return bare(`~${last.replace(/\^.*$/, '')}`).slice(1);
}

describe('what cel-go checks', () => {
  const parts = goldens.filter(({ checked }) => isOneToOne(checked, environmentOf(checked)));

  it(`has the same type in every part: ${parts.length} expressions`, () => {
    expect(parts.length).toBeGreaterThan(1200);
    for (const { text, checked } of parts) {
      const found = checkedTree(text, environmentOf(checked));
      expect(found.problems, text).toEqual([]);
      expect(agree(bare(found.text), bare(checked)), `${text}\n${bare(found.text)}\n${bare(checked)}`).toBe(
        true,
      );
    }
  });

  const wholes = goldens.filter(({ checked }) => !isOneToOne(checked, environmentOf(checked)));

  it(`has the same type as a whole: ${wholes.length} expressions with macros`, () => {
    expect(wholes.length).toBeGreaterThan(80);
    for (const { text, checked } of wholes) {
      const found = checkedTree(text, environmentOf(checked));
      expect(found.problems, text).toEqual([]);
      expect(
        agree(shown(found.type!), rootOf(checked) ?? ''),
        `${text}: ${found.type && shown(found.type)}`,
      ).toBe(true);
    }
  });
});
