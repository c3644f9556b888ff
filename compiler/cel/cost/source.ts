// Where a value comes from: what stands in a message once, or was made of it and may be there many times.
import { childrenOf, type Source, type Typed } from '../typed.ts';

/** Calls that give back what they are given. */
const giving: ReadonlySet<string> = new Set(['dyn', 'value', 'orValue', 'optional.of']);

export function sourceOf(node: Typed): Source {
  switch (node.kind) {
    case 'variable':
      return 'sent';
    case 'local':
      return node.of;
    case 'field':
    case 'index':
    case 'optionalIndex':
      return sourceOf(node.operand);
    case 'choice':
      return leastOf([node.yes, node.no]);
    case 'loop':
      return node.macro === 'filter' ? sourceOf(node.range) : 'made';
    case 'call':
      return giving.has(node.fn.name) ? leastOf(node.args) : 'made';
    default:
      // What has no parts is nothing to go over: `[]`.
      return childrenOf(node).length === 0 ? 'each' : 'made';
  }
}

/** Of several values, one of which it is. */
function leastOf(nodes: readonly Typed[]): Source {
  const sources = nodes.map(sourceOf);
  return sources.includes('made') ? 'made' : sources.includes('sent') ? 'sent' : 'each';
}
