// Partial evaluation: what an expression could be, of what is known before a call. Three-valued, never too narrow.
import type { Builder } from '../emit/builder.ts';
import { type Code, code, join } from '../emit/code.ts';
import { as, counter } from './print/context.ts';
import { localName } from './print/names.ts';
import { level, type Printed, whole, within } from './print/printed.ts';
import { printContext } from './printer.ts';
import { goesOverHeld, isScopes } from './scopes.ts';
import { anyFailing, failsAs, isCounted, type Loop, type Typed } from './typed.ts';
import { isOpen, isRecord } from './types.ts';

/** Code that is true where the outcome is possible; or that is known already. */
type Chance = Printed | boolean;

/**
 * Code for whether the expression could be `outcome` for some `args` and `request`. Sound: where it can be, the code
 * gives true. An error is neither true nor false.
 */
export function chance(node: Typed, outcome: boolean, builder: Builder): Chance {
  return judge(node, outcome, builder, true);
}

/**
 * Code for whether the expression is `outcome` for all `args` and `request`. Sound: where the code gives true, nothing
 * else comes out, no error either.
 */
export function certainty(node: Typed, outcome: boolean, builder: Builder): Chance {
  return judge(node, outcome, builder, false);
}

/** `open`: what is said where it depends on what is unknown. */
function judge(node: Typed, outcome: boolean, builder: Builder, open: boolean): Chance {
  if (node.kind === 'constant' && node.constant.type === 'bool') return node.constant.value === outcome;
  if (!node.unknown) return known(node, outcome, builder, open);
  const ask = (part: Typed, wanted: boolean): Chance => judge(part, wanted, builder, open);
  switch (node.kind) {
    case 'not':
      return ask(node.operand, !outcome);
    case 'logic': {
      const each = node.operands.map((operand) => ask(operand, outcome));
      return (node.op === '&&') === outcome ? every(each) : some(each);
    }
    case 'choice':
      return some([
        every([ask(node.condition, true), ask(node.yes, outcome)]),
        every([ask(node.condition, false), ask(node.no, outcome)]),
      ]);
    case 'loop':
      return open ? loop(node, outcome, builder) : false;
    case 'binary':
      // A token may have a scope more, never one less.
      return isHeld(node) && outcome !== open ? known(node, outcome, builder, open) : open;
    case 'call':
      return node.fn.name === 'dyn' && node.args[0] ? ask(node.args[0], outcome) : open;
    default:
      return open;
  }
}

/** Asks whether something known is among scopes, to which more may come. */
function isHeld({ op, left, right }: Extract<Typed, { kind: 'binary' }>): boolean {
  return op === 'in' && isScopes(right) && !left.unknown;
}

/** Nothing of it is unknown: its value decides. Of one that costs too much nothing is said: in a call it may cost less. */
function known(node: Typed, outcome: boolean, builder: Builder, open: boolean): Chance {
  if (failsAs(node, 'bool')) {
    const exact = within(printContext(builder, true).print(node, printContext(builder, true)), level.choice);
    if (anyFailing(node, isCounted))
      return whole(code`${builder.cel('foresee')}(${outcome}, ${open}, (${counter}) => ${exact})`);
    return whole(code`${builder.cel(outcome ? 'isTrue' : 'isFalse')}(() => ${exact})`);
  }
  const printed = as(node, 'bool', printContext(builder, false));
  return outcome ? printed : { code: code`!${within(printed, level.unary)}`, level: level.unary };
}

/** `all` and `exists`. What any other macro gives is open. */
function loop(node: Loop, outcome: boolean, builder: Builder): Chance {
  if (
    node.predicate === null ||
    node.locals.length !== 1 ||
    (node.macro !== 'all' && node.macro !== 'exists')
  )
    return true;
  const each = chance(node.predicate, outcome, builder);
  // One element is enough for `exists` to be true and for `all` to be false.
  const one = (node.macro === 'exists') === outcome;
  const held = goesOverHeld(node);
  if (held && one) return true;
  if ((node.range.unknown && !held) || isOpen(node.range.type) || node.range.canError)
    return one ? each : true;
  if (each === !one) return each;
  return goOver(node, one, each, builder);
}

function goOver(node: Loop, one: boolean, each: Chance, builder: Builder): Chance {
  const range = as(node.range, node.range.type.kind, printContext(builder, false));
  const list = keysOrElements(node.range, range, builder);
  const body = typeof each === 'boolean' ? code`${each}` : within(each, level.choice);
  const method = one ? code`some` : code`every`;
  return whole(
    code`${within(list, level.member)}.${method}((${localName(node.locals[0] ?? '')}) => ${body})`,
  );
}

function keysOrElements({ type }: Typed, range: Printed, builder: Builder): Printed {
  if (type.kind === 'list') return range;
  if (isRecord(type)) return whole(code`Object.keys(${range.code})`);
  return whole(code`${builder.cel('keysOf')}(${range.code})`);
}

function every(chances: readonly Chance[]): Chance {
  if (chances.includes(false)) return false;
  const open = chances.filter((one): one is Printed => typeof one !== 'boolean');
  return open.length === 0 ? true : joined(open, level.and);
}

function some(chances: readonly Chance[]): Chance {
  if (chances.includes(true)) return true;
  const open = chances.filter((one): one is Printed => typeof one !== 'boolean');
  return open.length === 0 ? false : joined(open, level.or);
}

function joined(open: readonly Printed[], own: typeof level.and | typeof level.or): Printed {
  const [first] = open;
  if (open.length === 1 && first !== undefined) return first;
  const codes = open.map((one) => within(one, own));
  return { code: join(codes, own === level.and ? ' && ' : ' || '), level: own };
}

/** The chance as an expression. */
export function chanceCode(of: Chance): Code {
  return typeof of === 'boolean' ? code`${of}` : within(of, level.choice);
}
