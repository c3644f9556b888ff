// A checked expression as text: the same for expressions that are built alike, whatever spaces and places they have.
import { childrenOf, type Typed } from './typed.ts';

const known = new WeakMap<Typed, string>();

/** Equal for two expressions only if they mean the same. Each node's is made once. */
export function keyOf(node: Typed): string {
  const before = known.get(node);
  if (before !== undefined) return before;
  const inside = childrenOf(node).map(keyOf).join(',');
  const key = `${node.kind}${own(node)}(${inside})`;
  known.set(node, key);
  return key;
}

/** What tells a node from another of its kind with the same operands. */
function own(node: Typed): string {
  switch (node.kind) {
    case 'constant':
      return shown(node.constant);
    case 'variable':
    case 'field':
      return shown(node.name);
    case 'local':
      return shown([node.name, node.id]);
    case 'index':
      // `present` follows from a `has` elsewhere; the value is the same.
      return '';
    case 'hasKey':
      return shown(node.key);
    case 'logic':
    case 'binary':
      return node.op;
    case 'list':
      return shown(node.optional);
    case 'map':
      return shown(node.entries.map(({ optional }) => optional));
    case 'call':
      return shown([node.fn.name, node.fn.method, node.fn.params]);
    case 'loop':
      return shown([node.macro, node.locals, node.predicate === null, node.transform === null]);
    case 'bind':
    case 'optMap':
      return shown([node.local, node.kind === 'optMap' && node.flat]);
    default:
      return '';
  }
}

function shown(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part));
}
