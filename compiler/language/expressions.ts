// Conditions of a document that is not valid yet: what is wrong in them is said at once, not after the next repair.
import { accessEnvironment, type Subject } from '../cel/index.ts';
import type { Finding } from '../diagnostics/finding.ts';
import type { MapNode, Node } from '../source/node.ts';
import { readCondition } from './conditions.ts';

/** Findings inside every `when` of access and routes that is a string, whatever stands around it. */
export function expressionFindings(root: MapNode): readonly Finding[] {
  const findings: Finding[] = [];
  const report = (finding: Finding): void => void findings.push(finding);
  for (const rule of [...itemsOf(member(root, 'access')), ...itemsOf(member(root, 'routes'))]) {
    const when = member(rule, 'when');
    if (when?.kind !== 'scalar' || typeof when.value !== 'string') continue;
    readCondition({ report, from: null }, when, accessEnvironment({ subject: subjectIn(rule) }), 'bool');
  }
  return findings;
}

/** What the rule is about, as far as it can be read. */
function subjectIn(rule: Node): Subject | null {
  const about = member(rule, 'allow') ?? member(rule, 'deny');
  const kinds = (['tools', 'prompts', 'resources'] as const).filter(
    (kind) => member(about, kind) !== undefined,
  );
  if (about?.kind !== 'map' || kinds.length === 0) return 'tool';
  return kinds.length > 1 ? null : (kinds[0]!.slice(0, -1) as Subject);
}

function member(node: Node | undefined, key: string): Node | undefined {
  return node?.kind === 'map' ? node.entries.find((entry) => entry.key.value === key)?.value : undefined;
}

function itemsOf(node: Node | undefined): readonly Node[] {
  return node?.kind === 'list' ? node.items : [];
}
