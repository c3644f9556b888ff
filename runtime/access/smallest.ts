// The smallest set of some texts with which something holds; of several the first in the order of the alphabet.

export interface Found<Value> {
  readonly scopes: readonly string[];
  readonly value: Value;
}

/** So many sets of several are tried: what a condition asks for beyond is no step that anybody takes. */
const MOST_TRIED = 500;

/**
 * @param single sorted; each is tried by itself
 * @param joint of those, the ones that may be needed together; of the others a set has at most one
 * @param holds null: not with these. It sees sets of one before sets of two
 */
export function smallest<Value>(
  single: readonly string[],
  joint: readonly string[],
  holds: (some: readonly string[]) => Value | null,
): Found<Value> | null {
  for (const scope of single) {
    const value = holds([scope]);
    if (value !== null) return { scopes: [scope], value };
  }
  const most = joint.length + (single.length > joint.length ? 1 : 0);
  const tries = { left: MOST_TRIED };
  for (let size = 2; size <= most; size++) {
    const found = grow({ single, joint: new Set(joint), holds, tries }, size, 0, [], false);
    if (found !== null) return found;
  }
  return null;
}

interface Search<Value> {
  readonly single: readonly string[];
  readonly joint: ReadonlySet<string>;
  readonly holds: (some: readonly string[]) => Value | null;
  readonly tries: { left: number };
}

/** Adds `size` of those from `at` on, each in turn. @param alone one is in it that needs no other of its kind */
function grow<Value>(
  search: Search<Value>,
  size: number,
  at: number,
  some: readonly string[],
  alone: boolean,
): Found<Value> | null {
  if (size === 0) {
    if (search.tries.left-- <= 0) return null;
    const value = search.holds(some);
    return value === null ? null : { scopes: some, value };
  }
  for (let next = at; next <= search.single.length - size && search.tries.left > 0; next++) {
    const scope = search.single[next]!;
    const own = !search.joint.has(scope);
    if (own && alone) continue;
    const found = grow(search, size - 1, next + 1, [...some, scope], own || alone);
    if (found !== null) return found;
  }
  return null;
}
