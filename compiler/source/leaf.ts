// Scalars of the YAML document to nodes: values that JSON has, text that is fit to be used.
import type { Scalar } from 'yaml';
import type { Range } from '../diagnostics/finding.ts';
import type { BlockSource } from './block-scalar.ts';
import { type Builder, error, rangeOf, report } from './building.ts';
import type { FlowStyle } from './flow-scalar.ts';
import type { ScalarNode } from './node.ts';
import { scalarNode, type Written } from './scalar.ts';

export function scalar(builder: Builder, node: Scalar.Parsed): ScalarNode {
  const range = rangeOf(builder, node);
  const { value } = node;
  if (typeof value === 'string') {
    checkText(builder, value, range);
    return scalarNode(value, range, writtenAs(builder, node));
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

/** One for each style of a file. */
function writtenAs({ source, written }: Builder, node: Scalar.Parsed): Written {
  const block = blockOf(node);
  if (block !== null) return { text: source.text, as: block };
  const style = styles[node.type ?? ''] ?? 'plain';
  const known = written.get(style) ?? { text: source.text, as: style };
  written.set(style, known);
  return known;
}

function blockOf({ srcToken: token }: Scalar.Parsed): BlockSource | null {
  if (token?.type !== 'block-scalar') return null;
  const props = token.props.flatMap((prop) => ('source' in prop ? [prop.source] : []));
  const start = token.offset + props.reduce((sum, prop) => sum + prop.length, 0);
  return { header: props[0] ?? '', indent: token.indent, start, end: start + token.source.length };
}
