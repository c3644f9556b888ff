// The simple tests of the CEL specification, from `@bufbuild/cel-spec`, and which of them speak of what a gateway has.
import { tests as conformance } from '@bufbuild/cel-spec/testdata/conformance.js';
import type { Expr } from '../../../compiler/cel/ast.ts';
import type { Variable } from '../../../compiler/cel/environment.ts';
import type { Environment, Type } from '../../../compiler/cel/index.ts';
import { parse } from '../../../compiler/cel/parser.ts';
import { listOf, mapOf } from '../../../compiler/cel/types.ts';
import { type Expected, imported } from './value.ts';

/** One test as the package holds it. */
export interface Original {
  readonly name?: string;
  readonly expr: string;
  readonly value?: Expected;
  readonly evalError?: unknown;
  readonly typedResult?: { readonly result?: Expected; readonly deducedType?: DeclaredType };
  readonly typeEnv?: readonly Declaration[];
  readonly bindings?: Readonly<Record<string, { readonly value?: Expected }>>;
  readonly container?: string;
  readonly disableCheck?: boolean;
  readonly checkOnly?: boolean;
}

/** `cel.expr.Type` as JSON: an object of one member. */
export type DeclaredType = Readonly<Record<string, unknown>>;

interface Declaration {
  readonly name: string;
  readonly ident?: { readonly type?: DeclaredType };
  readonly function?: unknown;
}

export interface Case {
  readonly file: string;
  readonly section: string;
  readonly name: string;
  readonly test: Original;
  readonly checkedAst: string | undefined;
}

/** Every test of every file. */
export function allCases(): readonly Case[] {
  return (conformance.suites ?? []).flatMap((file) =>
    (file.suites ?? []).flatMap((section) =>
      (section.tests ?? []).map(({ original, checkedAst }, i) => ({
        file: file.name,
        section: section.name,
        name: original.name ?? `${i}`,
        test: original as unknown as Original,
        checkedAst,
      })),
    ),
  );
}

/** Why a test is outside what a gateway has; null for those it must pass. */
export function refusal({ file, test }: Case): string | null {
  const types = JSON.stringify(test.typeEnv ?? []);
  if (/"function":/.test(types)) return 'functions of a host';
  if (/"(?:messageType":"(?!google\.protobuf\.(?:Timestamp|Duration)")|wrapper|wellKnown":"ANY)/.test(types))
    return 'variables of Protocol Buffers';
  if (/"abstractType"/.test(types)) return 'types of a host';
  if (Object.values(test.bindings ?? {}).some(({ value }) => value && imported(value) === undefined))
    return 'variables of Protocol Buffers';
  if (file === 'block_ext') return '`cel.block`, which optimizers write';
  return refusalOfExpr(file, test);
}

function refusalOfExpr(file: string, test: Original): string | null {
  const tree = parse(test.expr, () => {});
  if (holdsMessage(tree)) return 'messages of Protocol Buffers';
  if (file === 'enums') return 'enumerations of Protocol Buffers';
  if (/NullValue|TestAllTypes|google\.protobuf\.(?!Timestamp|Duration)/.test(test.expr))
    return 'types of Protocol Buffers';
  if (test.disableCheck && /f_unknown|^x \|\| true|^a\.[a-z]+\(\) /.test(test.expr))
    return 'names that nothing declares';
  if (file === 'namespace' && test.container) return 'names relative to a container';
  return null;
}

function holdsMessage(expr: Expr): boolean {
  if (expr.kind === 'message') return true;
  return Object.values(expr).some((member) => inside(member));
}

function inside(member: unknown): boolean {
  if (Array.isArray(member)) return member.some(inside);
  if (typeof member !== 'object' || member === null) return false;
  return 'kind' in member && 'depth' in member
    ? holdsMessage(member as Expr)
    : Object.values(member).some(inside);
}

/** The declared variables, with the types they have here. */
export function environmentOf(test: Original): Environment {
  const variables = (test.typeEnv ?? []).map(
    ({ name, ident }): Variable => ({
      name,
      type: typeOf(ident?.type ?? {}),
      phases: ['call', 'result'],
    }),
  );
  for (const name of Object.keys(test.bindings ?? {})) {
    if (!variables.some((one) => one.name === name))
      variables.push({ name, type: { kind: 'dyn' }, phases: ['call', 'result'] });
  }
  return { phase: 'call', variables, dotted: true, unchecked: test.disableCheck === true };
}

const primitives: Readonly<Record<string, Type['kind']>> = {
  BOOL: 'bool',
  INT64: 'int',
  UINT64: 'uint',
  DOUBLE: 'double',
  STRING: 'string',
  BYTES: 'bytes',
};

/** A declared type as the checker's own; dyn for what it does not have. */
export function typeOf(declared: DeclaredType): Type {
  const [[kind, of] = ['', null]] = Object.entries(declared);
  const part = (name: string) => typeOf(((of ?? {}) as Record<string, DeclaredType>)[name] ?? {});
  switch (kind) {
    case 'primitive':
      return { kind: primitives[String(of)] ?? 'dyn' } as Type;
    case 'null':
      return { kind: 'null' };
    case 'messageType':
      return { kind: String(of).endsWith('.Timestamp') ? 'timestamp' : 'duration', fine: true };
    case 'wellKnown':
      return of === 'TIMESTAMP' ? { kind: 'timestamp', fine: true } : { kind: 'duration', fine: true };
    case 'listType':
      return listOf(part('elemType'));
    case 'mapType':
      return mapOf(part('valueType'), part('keyType'));
    case 'type':
      return { kind: 'type' };
    case 'abstractType': {
      const { parameterTypes = [] } = of as { parameterTypes?: readonly DeclaredType[] };
      return { kind: 'optional', of: typeOf(parameterTypes[0] ?? {}) };
    }
    default:
      return { kind: 'dyn' };
  }
}
