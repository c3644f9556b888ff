// The values that a part of an expression can have.
import { keyOf } from '../key.ts';
import type { Typed } from '../typed.ts';
import { type Known, withLocals } from './known.ts';
import { anyNumber, type Numbers } from './numbers.ts';
import { outcomeOf } from './outcome.ts';
import { valuesOfConstant, valuesOfType } from './type.ts';
import { join, meet, none, type Other, type Sized, type Values } from './values.ts';

type Of<Kind extends Typed['kind']> = Extract<Typed, { kind: Kind }>;

/** All values that it can have, where it is no error. */
export function valuesOf(node: Typed, known: Known): Values {
  if (node.kind === 'constant') return valuesOfConstant(node.constant);
  const before = isNarrowed(node) && known.narrowed?.get(keyOf(node));
  if (before) return before;
  const typed = valuesOfType(node.type);
  const found = refined(node, known);
  return found === null ? typed : meet(found, typed);
}

/** Can what stands around it say more of it? What is read is the same each time; what is worked out is worked out anew. */
export function isNarrowed(node: Typed): boolean {
  if (node.kind === 'call') return node.fn.name === 'size';
  return node.kind === 'index' || node.kind === 'field' || node.kind === 'local';
}

/** What is known beyond its type; null for nothing. */
function refined(node: Typed, known: Known): Values | null {
  switch (node.kind) {
    case 'variable':
      return known.variable(node.name) ?? null;
    case 'local':
      return known.locals?.[node.id - 1] ?? null;
    case 'field': {
      const path = pathOf(node);
      return path === null ? null : (known.field(path) ?? null);
    }
    case 'index':
      return held(node, known);
    case 'choice':
      return join(valuesOf(node.yes, known), valuesOf(node.no, known));
    case 'bind':
      return valuesOf(node.body, withLocals(known, [valuesOf(node.init, known)]));
    case 'call':
      return called(node, known);
    case 'not':
    case 'logic':
    case 'hasKey':
    case 'notEmpty':
    case 'binary':
    case 'loop':
      return node.type.kind === 'bool' ? truth(node, known) : null;
    default:
      return null;
  }
}

function truth(node: Typed, known: Known): Values {
  const { yes, no } = outcomeOf(node, known);
  return { ...none, bools: new Set([...(yes ? [true] : []), ...(no ? [false] : [])]) };
}

/** `tool.annotations.readOnlyHint`; null where it begins with no variable. */
function pathOf(node: Typed): string | null {
  if (node.kind === 'variable') return node.name;
  if (node.kind !== 'field') return null;
  const path = pathOf(node.operand);
  return path === null ? null : `${path}.${node.name}`;
}

function held({ operand, index }: Of<'index'>, known: Known): Values | null {
  const { maps, lists } = valuesOf(operand, known);
  const key = index.kind === 'constant' && index.constant.type === 'string' ? index.constant.value : null;
  if (key !== null) return maps === null ? none : maps.at(key).values;
  return maps === null && lists !== null ? lists.element() : null;
}

function called({ fn, args }: Of<'call'>, known: Known): Values | null {
  const [first] = args;
  if (first === undefined || args.length > 1) return null;
  switch (fn.name) {
    case 'dyn':
      return forgotten(valuesOf(first, known));
    case 'size':
      return sizes(valuesOf(first, known));
    case 'type':
      return { ...none, types: typesOf(valuesOf(first, known)) };
    default:
      return null;
  }
}

/** Of a number whose type is forgotten it is found anew. */
function forgotten(values: Values): Values {
  return values.numbers === null
    ? values
    : { ...values, numbers: { ...values.numbers, kinds: anyNumber.kinds } };
}

function sizes({ texts, lists, maps, others }: Values): Values | null {
  if (others.has('bytes')) return null;
  const all = [texts, lists, maps].filter((one) => one !== null);
  return all.length === 0 ? none : { ...none, numbers: sizeOf(all) };
}

function sizeOf(all: readonly Sized[]): Numbers {
  const least = Math.min(...all.map((one) => one.least));
  const most = Math.max(...all.map((one) => one.most));
  return { ...anyNumber, low: { at: least, open: false }, high: { at: most, open: false } };
}

const named: Readonly<Record<Other, string>> = {
  bytes: 'bytes',
  timestamp: 'google.protobuf.Timestamp',
  duration: 'google.protobuf.Duration',
  optional: 'optional_type',
};

/** The names of their types. */
function typesOf({
  bools,
  nothing,
  numbers,
  texts,
  lists,
  maps,
  types,
  others,
}: Values): ReadonlySet<string> {
  return new Set([
    ...(bools.size > 0 ? ['bool'] : []),
    ...(nothing ? ['null_type'] : []),
    ...(numbers === null ? [] : kindsOf(numbers)),
    ...(texts === null ? [] : ['string']),
    ...(lists === null ? [] : ['list']),
    ...(maps === null ? [] : ['map']),
    ...(types.size > 0 ? ['type'] : []),
    ...[...others].map((other) => named[other]),
  ]);
}

/** An integer of a schema without ends may be beyond int: then it is a double. */
function kindsOf({ kinds, low, high }: Numbers): readonly string[] {
  const exact = Number.isFinite(low.at) && Number.isFinite(high.at);
  return kinds.has('int') && !exact ? [...kinds, 'double'] : [...kinds];
}
