// What one YAML text becomes while its nodes are built, and how mistakes in it are told.
import type { ParsedNode } from 'yaml';
import type { Finding, Range } from '../diagnostics/finding.ts';
import type { SourceText } from '../diagnostics/position.ts';
import type { FlowStyle } from './flow-scalar.ts';
import type { Node } from './node.ts';
import type { Written } from './scalar.ts';

/** What grows while one text is built. */
export interface Builder {
  readonly source: SourceText;
  readonly findings: Finding[];
  /** The node of each anchor; null while it is being built. */
  readonly anchors: Map<string, Node | null>;
  /** How many nodes a map or list stands for. */
  readonly sizes: Map<Node, number>;
  readonly written: Map<FlowStyle, Written>;
  aliased: number;
  /** Too many were, and that is said. */
  expanded: boolean;
}

export function error(
  rule: string,
  message: string,
  range: Range,
  help: string,
  related?: Finding['related'],
): Finding {
  const more = { ...(help === '' ? {} : { help }), ...(related === undefined ? {} : { related }) };
  return { rule, severity: 'error', message, range, ...more };
}

/** Findings of one file: more would tell nothing new. */
const mostFindings = 100;

export function report(builder: Builder, finding: Finding): void {
  if (builder.findings.length < mostFindings) builder.findings.push(finding);
}

export function rangeOf(builder: Builder, node: ParsedNode): Range {
  return { file: builder.source.path, start: node.range[0], end: node.range[1] };
}
