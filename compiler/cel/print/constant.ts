// Constants as JavaScript.
import { code, literal } from '../../emit/code.ts';
import type { Constant, Typed } from '../typed.ts';
import type { PrintContext } from './context.ts';
import { type Printed, whole } from './printed.ts';

export function printConstant(
  { constant }: Extract<Typed, { kind: 'constant' }>,
  { builder }: PrintContext,
): Printed {
  // Values with identity are made once, when the gateway starts.
  if (constant.type === 'bytes')
    return whole(builder.fn('bytes', [], code`${builder.cel('bytesOf')}(${constant.hex})`));
  if (constant.type === 'type')
    return whole(builder.fn('type', [], code`${builder.cel('typeNamed')}(${constant.name})`));
  return whole(literal(runtimeValue(constant)));
}

/** The value of a plain constant as it is at run time; undefined for bytes and types. */
export function runtimeValue(constant: Constant): unknown {
  if (constant.type === 'null') return null;
  if (constant.type === 'bytes' || constant.type === 'type') return undefined;
  if (constant.type !== 'int' && constant.type !== 'uint') return constant.value;
  const small = Number(constant.value);
  return Number.isSafeInteger(small) ? small : constant.value;
}
