// The scope that rooms work from: a document, its places, and the findings so far.
import type { Finding, Range } from '../diagnostics/finding.ts';
import type { Positions } from '../diagnostics/position.ts';
import type { HostName } from '../emit/generated.ts';
import type { LockFile } from '../lock/model.ts';
import { createFinder } from '../source/find.ts';
import type { MapNode } from '../source/node.ts';
import type { Dialect, Included, Scope } from './room.ts';

/** What a scope is made of. */
export interface Sources {
  readonly root: MapNode;
  readonly positions: Positions;
  /** The entry of `include` that brought a file; null for the gateway file. */
  included(file: string): Included | null;
  /** What the conditions were written for, if not for this. */
  readonly from?: Dialect | undefined;
  /** The one host that is compiled for. */
  readonly target?: HostName | undefined;
  /** What was reviewed of the servers. */
  readonly lock?: LockFile | null;
}

export function createScope({ root, positions, included, from, target, lock }: Sources): Scope & {
  readonly findings: readonly Finding[];
} {
  const findings: Finding[] = [];
  const find = createFinder(root);
  const placed = (range: Range): Range => (range === root.range ? whole(root) : range);
  return {
    findings,
    from: from ?? null,
    target: target ?? null,
    lock: lock ?? null,
    node: find.node,
    range: (path) => placed(find.range(path)),
    keyRange: (path) => placed(find.keyRange(path)),
    report: (finding) => void findings.push(Object.freeze(finding)),
    place: (range) => positions.place(range),
    included: (range) => included(range.file),
  };
}

/** What is said of the whole file stands at its name. */
function whole(root: MapNode): Range {
  const entry = root.entries.find(({ key }) => key.value === 'name') ?? root.entries[0];
  return entry?.key.range ?? root.range;
}
