// `agent.scopes` in an expression: what comes of it where a token with more of them may follow.
import { withChildren } from './fold/rebuild.ts';
import { childrenOf, type Typed } from './typed.ts';

/** The list of scopes, whatever the agent is called. */
export function isScopes(node: Typed): boolean {
  return node.kind === 'field' && node.name === 'scopes' && isAgent(node.operand);
}

function isAgent({ type }: Typed): boolean {
  return type.kind === 'struct' && type.name === 'agent';
}

/** A field of the agent other than its scopes. */
function isOther(node: Typed): boolean {
  return node.kind === 'field' && isNamed(node.operand) && isAgent(node.operand) && !isScopes(node);
}

const isNamed = ({ kind }: Typed): boolean => kind === 'variable' || kind === 'local';

/** Does it read scopes, or the agent as a whole? */
export function readsScopes(node: Typed): boolean {
  if (isOther(node)) return false;
  return isAgent(node) || childrenOf(node).some(readsScopes);
}

/** Whether macro's variables around a node are unknown, by name. */
type Around = ReadonlyMap<string, boolean>;

/**
 * The expression, of which is unknown what the scopes of a token with more of them decide. Those that are there are: a loop that
 * one of them decides (`exists`, `all`) goes over them.
 */
export function withScopesUnknown(node: Typed, around: Around = new Map()): Typed {
  if (isOther(node)) return node;
  if (isScopes(node)) return { ...node, unknown: true };
  if (node.kind === 'local') return { ...node, unknown: around.get(node.name) ?? node.unknown };
  const marked = withChildren(node, marking(node, around));
  const unknown = isAgent(node) || marked.unknown || childrenOf(marked).some((child) => child.unknown);
  return { ...marked, unknown };
}

function marking(node: Typed, around: Around): readonly Typed[] {
  const [first, ...bodies] = childrenOf(node);
  if (first === undefined) return [];
  const outer = withScopesUnknown(first, around);
  const inner = new Map(around);
  if (node.kind === 'loop')
    for (const name of node.locals)
      inner.set(name, outer.unknown && !goesOverHeld({ ...node, range: outer }));
  if (node.kind === 'bind' || node.kind === 'optMap') inner.set(node.local, outer.unknown);
  return [outer, ...bodies.map((body) => withScopesUnknown(body, inner))];
}

/** Scopes that are there, of which one may decide, and one more as well. */
export function goesOverHeld({
  macro,
  range,
  locals,
}: Pick<Extract<Typed, { kind: 'loop' }>, 'macro' | 'range' | 'locals'>): boolean {
  return range.unknown && isScopes(range) && locals.length === 1 && (macro === 'all' || macro === 'exists');
}

/** A scope as a token can have it: RFC 6749, 3.3. */
const scope = /^[!#-[\]-~]+$/;

/** The texts that an expression looks for among scopes, as far as they stand in it; sorted. */
export function scopesSought(root: Typed): readonly string[] {
  return [...new Set(sought(root, new Map()))].filter((text) => scope.test(text)).sort();
}

/** What macro's variables around a node stand for: the scopes, one of them, or one of some texts. */
type Bound = ReadonlyMap<string, 'all' | 'one' | readonly string[]>;

function sought(node: Typed, bound: Bound): readonly string[] {
  const inside = (child: Typed, of: Bound = bound): readonly string[] => sought(child, of);
  switch (node.kind) {
    case 'binary': {
      const { op, left, right } = node;
      const found = op === 'in' && standsFor(right, bound) === 'all' ? textsOf(left, bound) : [];
      return [
        ...found,
        ...beside(left, right, bound),
        ...beside(right, left, bound),
        ...inside(left),
        ...inside(right),
      ];
    }
    case 'loop': {
      const { range, locals, predicate, transform } = node;
      const name = locals.at(-1) ?? '';
      const own = standsFor(range, bound) === 'all' ? 'one' : textsOf(range, bound);
      const inner = new Map(bound).set(name, own);
      const bodies = [predicate, transform].flatMap((body) => (body === null ? [] : inside(body, inner)));
      return [...inside(range), ...bodies];
    }
    case 'bind': {
      const inner = new Map(bound).set(node.local, standsFor(node.init, bound) ?? textsOf(node.init, bound));
      return [...inside(node.init), ...inside(node.body, inner)];
    }
    default:
      return childrenOf(node).flatMap((child) => inside(child));
  }
}

function standsFor(node: Typed, bound: Bound): 'all' | 'one' | null {
  if (isScopes(node)) return 'all';
  const known = node.kind === 'local' ? bound.get(node.name) : undefined;
  return known === 'all' || known === 'one' ? known : null;
}

/** The texts that one scope is compared with. */
function beside(one: Typed, other: Typed, bound: Bound): readonly string[] {
  return standsFor(one, bound) === 'one' ? textsOf(other, bound) : [];
}

function textsOf(node: Typed, bound: Bound): readonly string[] {
  if (node.kind === 'constant') return node.constant.type === 'string' ? [String(node.constant.value)] : [];
  if (node.kind === 'list') return node.items.flatMap((item) => textsOf(item, bound));
  if (node.kind === 'choice') return [node.yes, node.no].flatMap((one) => textsOf(one, bound));
  const known = node.kind === 'local' ? bound.get(node.name) : undefined;
  return known === undefined || known === 'all' || known === 'one' ? [] : known;
}
