// Mistakes within a condition: an operand that is not asked, a constant that is another.
import type { Typed } from '../../cel/typed.ts';
import { childrenOf } from '../../cel/typed.ts';
import type { Condition } from '../../language/conditions.ts';
import type { Node } from '../../source/node.ts';
import { scalar } from './edit.ts';
import type { Edit } from './mutants.ts';

interface Within {
  /** What stands before and behind it in the scalar. */
  readonly around?: readonly [before: string, behind: string];
  /** What it gives only stands for a cell or an address: of a text it is all one which it is. */
  readonly names?: boolean;
}

/** @param node the scalar that holds the condition */
export function conditionMutants(
  node: Node | undefined,
  condition: Condition | null,
  { around = ['', ''], names = false }: Within = {},
): readonly Edit[] {
  if (node?.kind !== 'scalar' || condition === null) return [];
  const { text, compiled } = condition;
  const free = names ? new Set(resultsOf(compiled.root)) : null;
  return changesIn(compiled.root, text, free).map(({ start, end, to }) => ({
    range: condition.slice(start, end),
    from: text.slice(start, end),
    to,
    node,
    by: scalar(node, around[0] + text.slice(0, start) + to + text.slice(end) + around[1]),
  }));
}

interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly to: string;
}

function changesIn(node: Typed, text: string, names: ReadonlySet<Typed> | null): readonly TextChange[] {
  const own = [...operandsOf(node), ...(names?.has(node) ? [] : constantOf(node, text))];
  return [...own, ...childrenOf(node).flatMap((child) => changesIn(child, text, names))];
}

/** What the value of an expression may be that of. */
function resultsOf(node: Typed): readonly Typed[] {
  return node.kind === 'choice' ? [...resultsOf(node.yes), ...resultsOf(node.no)] : [node];
}

/** Each operand as one that decides nothing, each choice as made. */
function operandsOf(node: Typed): readonly TextChange[] {
  if (node.kind === 'choice') {
    const { start, end } = node.condition;
    return ['true', 'false'].map((to) => ({ start, end, to }));
  }
  if (node.kind !== 'logic') return [];
  const to = node.op === '&&' ? 'true' : 'false';
  return node.operands.map(({ start, end }) => ({ start, end, to }));
}

/** A number one higher, a text one character longer, a truth turned. */
function constantOf(node: Typed, text: string): readonly TextChange[] {
  if (node.kind !== 'constant' || !('value' in node.constant)) return [];
  const { start, end, constant } = node;
  const to = moved(constant.type, constant.value);
  return to === null || !literal.test(text.slice(start, end)) ? [] : [{ start, end, to }];
}

/** Some constants are no literals where they stand: names of keys, what is worked out at compile. */
const literal = /^(?:["'\-.0-9]|[rb]{1,2}["']|(?:true|false)$)/i;

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
