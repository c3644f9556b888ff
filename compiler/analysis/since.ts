// Why a part of a condition always comes out the same, in a clause: by the schema of a tool, or by who and what there is.

import type { Typed } from '../cel/typed.ts';
import { childrenOf } from '../cel/typed.ts';
import { causeOf, type Part } from '../cel/values/index.ts';
import type { Condition } from '../language/conditions.ts';
import { enumerate } from '../language/words.ts';
import type { Case } from './facts.ts';

export function since({ text }: Condition, part: Part, cases: readonly Case[]): string {
  const { span, wanted } = part.whole;
  const own = `\`${text.slice(span.start, span.end)}\``;
  const by = reads(part.node, 'args') ? schemasOf(cases) : null;
  if (by === null) {
    if (!wanted) return `${own} holds for every call`;
    const subject = reads(part.node, 'agent') || reads(part.node, 'tool');
    return subject ? `${own} holds for no agent or tool that it concerns` : `${own} holds for no call`;
  }
  const cause = causeOf(part, cases);
  if (cause === null)
    return `${own} holds for ${wanted ? 'no' : 'all'} arguments that ${by} ${cases.length > 1 ? 'let' : 'lets'} through`;
  const of = `\`${text.slice(cause.of.start, cause.of.end)}\``;
  return `${own} can only be ${!wanted}, since ${of} ${cause.is} by ${by}`;
}

/** `the schema of “crm__search”`; null where there is none to speak of. */
function schemasOf(cases: readonly Case[]): string | null {
  const names = cases.flatMap(({ tool }) => (tool?.checked == null ? [] : [`“${tool.name}”`]));
  if (names.length < cases.length) return null;
  return `the ${names.length > 1 ? 'schemas' : 'schema'} of ${enumerate(names)}`;
}

/** Does it name the variable? */
function reads(node: Typed, variable: string): boolean {
  if (node.kind === 'variable') return node.name === variable;
  return childrenOf(node).some((child) => reads(child, variable));
}
