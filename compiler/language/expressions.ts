// Conditions of a document that is not valid yet: what is wrong in them is said at once, not after the next repair.
import { accessEnvironment } from '../cel/index.ts';
import type { Finding } from '../diagnostics/finding.ts';
import type { MapNode, Node } from '../source/node.ts';
import { readCondition } from './conditions.ts';

/** Findings inside every `access[].when` that is a string, whatever stands around it. */
export function expressionFindings(root: MapNode): readonly Finding[] {
  const findings: Finding[] = [];
  const report = (finding: Finding): void => void findings.push(finding);
  for (const rule of itemsOf(member(root, 'access'))) {
    const when = member(rule, 'when');
    if (when?.kind !== 'scalar' || typeof when.value !== 'string') continue;
    readCondition({ report, from: null }, when, accessEnvironment(), 'bool');
  }
  return findings;
}

function member(node: Node | undefined, key: string): Node | undefined {
  return node?.kind === 'map' ? node.entries.find((entry) => entry.key.value === key)?.value : undefined;
}

function itemsOf(node: Node | undefined): readonly Node[] {
  return node?.kind === 'list' ? node.items : [];
}
