// Expressions of a document that is not valid yet: what is wrong in them is said at once, not after the next repair.
import {
  accessEnvironment,
  anyClaims,
  claimsEnvironment,
  type Environment,
  type Subject,
  type Want,
} from '../cel/index.ts';
import type { Finding } from '../diagnostics/finding.ts';
import type { MapNode, Node, ScalarNode } from '../source/node.ts';
import { readCondition } from './conditions.ts';
import { isTriggerWord } from './failover/resolve.ts';
import { claimsOf } from './issuers/claims.ts';
import { perNamed } from './limits/model.ts';
import { hashed } from './servers/care.ts';

/** Findings inside every expression that is a string, whatever stands around it. */
export function expressionFindings(root: MapNode): readonly Finding[] {
  const findings: Finding[] = [];
  const scope = { report: (finding: Finding): void => void findings.push(finding), from: null };
  const read = (
    node: Node | null | undefined,
    environment: Environment,
    want: Exclude<Want, 'dyn'>,
  ): void => {
    if (node?.kind === 'scalar' && typeof node.value === 'string')
      readCondition(scope, node, environment, want);
  };
  for (const rule of [...itemsOf(member(root, 'access')), ...itemsOf(member(root, 'routes'))])
    read(member(rule, 'when'), accessEnvironment({ subject: subjectIn(rule) }), 'bool');
  for (const issuer of itemsOf(member(root, 'issuers'))) {
    const environment = claimsEnvironment(claimsOf(member(issuer, 'claims'))?.type ?? anyClaims);
    for (const key of ['agent', 'team']) read(member(issuer, key), environment, 'string');
    read(member(issuer, 'roles'), environment, 'list');
  }
  for (const limit of itemsOf(member(root, 'limits')))
    for (const per of scalarsOf(member(limit, 'per')))
      if (perNamed(String(per.value)) === undefined) read(per, accessEnvironment(), 'string');
  for (const server of valuesOf(member(root, 'servers')))
    for (const balance of scalarsOf(member(server, 'balance')))
      read(hashed(balance), accessEnvironment(), 'string');
  for (const chain of valuesOf(member(root, 'failover'))) {
    for (const link of itemsOf(member(chain, 'chain')))
      read(member(link, 'args'), accessEnvironment(), 'map');
    for (const trigger of scalarsOf(member(chain, 'on')))
      if (!isTriggerWord(String(trigger.value)))
        read(trigger, accessEnvironment({ phase: 'result' }), 'bool');
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

function valuesOf(node: Node | undefined): readonly Node[] {
  return node?.kind === 'map' ? node.entries.map(({ value }) => value) : [];
}

/** One, or those of a list. */
function scalarsOf(node: Node | undefined): readonly ScalarNode[] {
  const all = node?.kind === 'list' ? node.items : node === undefined ? [] : [node];
  return all.filter((one) => one.kind === 'scalar');
}
