// Mistakes within a condition: an operand that is not asked, a constant that is another.
import type { Typed } from '../../cel/typed.ts';
import { childrenOf } from '../../cel/typed.ts';
import type { Condition } from '../../language/conditions.ts';
import type { Node } from '../../source/node.ts';
import { scalar } from './edit.ts';
import type { Edit } from './mutants.ts';

/** @param node the scalar that holds the condition */
export function conditionMutants(node: Node | undefined, condition: Condition | null): readonly Edit[] {
  if (node?.kind !== 'scalar' || condition === null) return [];
  const { text } = condition;
  return changesIn(condition.compiled.root, text).map(({ start, end, to }) => ({
    range: condition.slice(start, end),
    from: text.slice(start, end),
    to,
    node,
    by: scalar(node, text.slice(0, start) + to + text.slice(end)),
  }));
}

interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly to: string;
}

function changesIn(node: Typed, text: string): readonly TextChange[] {
  const own = [...operandsOf(node), ...constantOf(node, text)];
  return [...own, ...childrenOf(node).flatMap((child) => changesIn(child, text))];
}

/** Each operand as one that decides nothing. */
function operandsOf(node: Typed): readonly TextChange[] {
  if (node.kind !== 'logic') return [];
  const to = node.op === '&&' ? 'true' : 'false';
  return node.operands.map(({ start, end }) => ({ start, end, to }));
}

/** A number one higher, a text one character longer, a truth turned. */
function constantOf(node: Typed, text: string): readonly TextChange[] {
  if (node.kind !== 'constant' || !('value' in node.constant)) return [];
  const { start, end, constant } = node;
  const to = moved(constant.type, constant.value);
  // Some constants stand for several characters of the text that are no literal.
  return to === null || !/^["'\-0-9trbf]/.test(text.slice(start, end)) ? [] : [{ start, end, to }];
}

function moved(type: string, value: unknown): string | null {
  if (type === 'bool') return String(value !== true);
  if (type === 'int') return String(BigInt(value as bigint) + 1n);
  if (type === 'uint') return `${BigInt(value as bigint) + 1n}u`;
  if (type === 'double') {
    const more = String(Number(value) + 1);
    return /[.e]/.test(more) ? more : `${more}.0`;
  }
  return type === 'string' ? JSON.stringify(`${String(value)}~`) : null;
}
