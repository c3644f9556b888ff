// Scalars of the YAML document to nodes: values that JSON has, text that is fit to be used.
import type { Scalar } from 'yaml';
import type { Range } from '../diagnostics/finding.ts';
import { blockUnits } from './block-scalar.ts';
import { type Builder, error, rangeOf, report } from './building.ts';
import { type FlowStyle, flowUnits } from './flow-scalar.ts';
import type { ScalarNode } from './node.ts';
import { scalarNode } from './scalar.ts';
import type { Units } from './units.ts';

export function scalar(builder: Builder, node: Scalar.Parsed): ScalarNode {
  const range = rangeOf(builder, node);
  const { value } = node;
  if (typeof value === 'string') {
    checkText(builder, value, range);
    return scalarNode(value, range, () => unitsOf(builder.source.text, node, range));
  }
  if (typeof value === 'number') checkNumber(builder, node, value, range);
  const known = value === null || typeof value === 'number' || typeof value === 'boolean';
  return scalarNode(known ? value : null, range, null);
}

// Text that goes to processes, headers and logs: of the control characters only tab and line breaks.
const unfit = /[\p{Surrogate}\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/u;

function checkText(builder: Builder, value: string, range: Range): void {
  // What stands in the source itself is said already.
  const written = builder.source.text.slice(range.start, range.end);
  if (!unfit.test(value) || unfit.test(written)) return;
  const message = 'An escape in this text is a control character or half of a surrogate pair.';
  report(builder, error('source/control-character', message, range, 'Remove the escape.'));
}

function checkNumber(builder: Builder, node: Scalar.Parsed, value: number, range: Range): void {
  const written = node.source ?? '';
  const whole = /^[-+]?(\d+|0o[0-7]+|0x[\da-fA-F]+)$/.test(written);
  if (Number.isFinite(value) && (!whole || Number.isSafeInteger(value))) return;
  const message = Number.isFinite(value)
    ? 'This whole number is beyond 2^53 and would be rounded.'
    : 'This is not a finite number.';
  report(builder, error('source/number', message, range, `If this is text, put it in quotes: "${written}".`));
}

const styles: Readonly<Record<string, FlowStyle>> = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
};

function unitsOf(text: string, node: Scalar.Parsed, { start, end }: Range): Units {
  const token = node.srcToken;
  if (token?.type !== 'block-scalar') return flowUnits(styles[node.type ?? ''] ?? 'plain', text, start, end);
  const props = token.props.flatMap((prop) => ('source' in prop ? [prop.source] : []));
  const header = props[0] ?? '';
  const begin = token.offset + props.reduce((sum, prop) => sum + prop.length, 0);
  return blockUnits(text, { header, indent: token.indent, start: begin, end: begin + token.source.length });
}
