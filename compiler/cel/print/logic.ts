// Logic as JavaScript. What cannot fail stands first, so that it decides before anything fails: errors are then absorbed
// by plain operators, unless two operands may fail.
import { code, join } from '../../emit/code.ts';
import { absorbs, failsAs, type Typed } from '../typed.ts';
import { as, type PrintContext } from './context.ts';
import { level, type Printed, whole, within } from './printed.ts';

type Of<Kind extends Typed['kind']> = Extract<Typed, { kind: Kind }>;

export function printLogic(node: Of<'logic'>, context: PrintContext): Printed {
  const operands = steadyFirst(node.operands);
  if (context.exact && absorbs(node)) return printExact(node.op, operands, context);
  const conjunction = node.op === '&&';
  const own = conjunction ? level.and : level.or;
  const printed = operands.map((operand) => within(as(operand, 'bool', context), own));
  return { code: join(printed, conjunction ? ' && ' : ' || '), level: own };
}

function printExact(op: '&&' | '||', operands: readonly Typed[], context: PrintContext): Printed {
  const printed = operands.map(
    (operand) => code`() => ${within(context.print(operand, context), level.choice)}`,
  );
  return whole(code`${context.builder.cel(op === '&&' ? 'and' : 'or')}(${join(printed)})`);
}

function steadyFirst(operands: readonly Typed[]): readonly Typed[] {
  const fails = (operand: Typed) => failsAs(operand, 'bool');
  return [...operands.filter((operand) => !fails(operand)), ...operands.filter(fails)];
}

export function printNot(node: Of<'not'>, context: PrintContext): Printed {
  return { code: code`!${within(as(node.operand, 'bool', context), level.unary)}`, level: level.unary };
}

export function printChoice(node: Of<'choice'>, context: PrintContext): Printed {
  const condition = within(as(node.condition, 'bool', context), level.or);
  const yes = as(node.yes, node.type.kind, context);
  const no = as(node.no, node.type.kind, context);
  return {
    code: code`${condition} ? ${within(yes, level.choice)} : ${within(no, level.choice)}`,
    level: level.choice,
  };
}
