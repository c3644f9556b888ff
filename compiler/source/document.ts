// One YAML text to nodes that know their place. What YAML permits and a policy should not hold is refused here.
import {
  type Alias,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  type ParsedNode,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Finding, Range } from '../diagnostics/finding.ts';
import type { SourceText } from '../diagnostics/position.ts';
import { type Builder, error, rangeOf, report } from './building.ts';
import { scalar } from './leaf.ts';
import { findingOf, isFatal, merged } from './mistakes.ts';
import type { MapEntry, Node, ScalarNode } from './node.ts';
import { scalarNode } from './scalar.ts';
import { parseSyntax } from './syntax.ts';
import { unseen } from './text.ts';
import { readUsual } from './usual/index.ts';

export interface ParsedYaml {
  /** Null when the text is empty or cannot be understood. */
  readonly root: Node | null;
  readonly findings: readonly Finding[];
}

/** Nodes that aliases may add to a file. */
const mostAliased = 10_000;

/** Parses one text. Reports all that is wrong with it; never throws. */
export function parseYaml(source: SourceText): ParsedYaml {
  const findings = [...unseen(source)];
  const usual = findings.length === 0 ? readUsual(source) : null;
  return usual === null ? parseAny(source, findings) : { root: usual, findings };
}

/** Whatever YAML the text is, by the parser of all of it. */
export function parseAny(source: SourceText, findings: Finding[] = []): ParsedYaml {
  const { document, mistakes } = parseSyntax(source.text);
  findings.push(...merged(mistakes).map((mistake) => findingOf(mistake, source)));
  if (mistakes.some(isFatal)) return { root: null, findings };
  const contents = document?.contents;
  if (contents === null || contents === undefined || isNothing(contents)) {
    findings.push(error('source/empty', 'The file is empty.', { file: source.path, start: 0, end: 0 }, ''));
    return { root: null, findings };
  }
  const builder: Builder = {
    source,
    findings,
    anchors: new Map(),
    sizes: new Map(),
    written: new Map(),
    aliased: 0,
    expanded: false,
  };
  return { root: build(builder, contents), findings };
}

function isNothing(node: ParsedNode): boolean {
  return isScalar(node) && node.value === null && node.source === '';
}

function build(builder: Builder, node: ParsedNode): Node {
  if (isAlias(node)) return resolve(builder, node as Alias.Parsed);
  const { anchor } = node;
  if (anchor !== undefined) builder.anchors.set(anchor, null);
  const built = isCollection(node) ? collection(builder, node) : scalar(builder, node as Scalar.Parsed);
  if (anchor !== undefined) builder.anchors.set(anchor, built);
  return built;
}

function collection(builder: Builder, node: YAMLMap.Parsed | YAMLSeq.Parsed): Node {
  const built = isMap(node) ? map(builder, node) : list(builder, node as YAMLSeq.Parsed);
  const children = built.kind === 'list' ? built.items : built.entries.map((entry) => entry.value);
  builder.sizes.set(
    built,
    children.reduce((sum, child) => sum + sizeOf(builder, child), 1),
  );
  return built;
}

function sizeOf(builder: Builder, node: Node): number {
  return builder.sizes.get(node) ?? 1;
}

/** A block collection ends where its last member does; the parser lets it reach to the next line. */
function collectionRange(
  builder: Builder,
  node: YAMLMap.Parsed | YAMLSeq.Parsed,
  lastEnd: number | undefined,
): Range {
  const range = rangeOf(builder, node);
  return Object.freeze(node.flow === true || lastEnd === undefined ? range : { ...range, end: lastEnd });
}

function list(builder: Builder, node: YAMLSeq.Parsed): Node & { kind: 'list' } {
  const items = node.items.map((item) => build(builder, item));
  const last = node.items.at(-1);
  const range = collectionRange(builder, node, last === undefined ? undefined : endOf(last, items.at(-1)));
  return Object.freeze({ kind: 'list', items: Object.freeze(items), range });
}

/** Where a member ends; an alias where it stands, not where its anchor does. */
function endOf(member: ParsedNode, built: Node | undefined): number {
  return isAlias(member) ? member.range[1] : (built?.range.end ?? member.range[1]);
}

function map(builder: Builder, node: YAMLMap.Parsed): Node & { kind: 'map' } {
  const entries: MapEntry[] = [];
  const seen = new Map<string, ScalarNode>();
  let lastEnd: number | undefined;
  for (const pair of node.items) {
    const key = keyOf(builder, pair.key);
    const value = pair.value === null ? absent(builder, pair.key) : build(builder, pair.value);
    lastEnd = Math.max(pair.key.range[1], pair.value === null ? 0 : endOf(pair.value, value));
    if (key !== null && isNew(builder, key, seen)) entries.push(Object.freeze({ key, value }));
  }
  const range = collectionRange(builder, node, lastEnd);
  return Object.freeze({ kind: 'map', entries: Object.freeze(entries), range });
}

/** The value of a key without one, as in `{ a }`. */
function absent(builder: Builder, key: ParsedNode): ScalarNode {
  const [, end] = key.range;
  return scalarNode(null, { file: builder.source.path, start: end, end }, null);
}

function isNew(builder: Builder, key: ScalarNode, seen: Map<string, ScalarNode>): boolean {
  const text = String(key.value);
  const before = seen.get(text);
  if (before === undefined) {
    seen.set(text, key);
    return true;
  }
  const related = [{ message: 'It stands here first.', range: before.range }];
  const message = `The key “${text}” stands twice in this map.`;
  report(builder, error('source/duplicate-key', message, key.range, 'Remove one of them.', related));
  return false;
}

function keyOf(builder: Builder, node: ParsedNode): ScalarNode | null {
  const range = rangeOf(builder, node);
  if (isScalar(node) && typeof node.value === 'string') {
    if (node.value === '<<' && node.type === 'PLAIN') {
      const message = 'Merge keys (`<<`) are not part of YAML 1.2.';
      report(builder, error('source/merge-key', message, range, 'Write the entries out.'));
      return null;
    }
    if (node.value === '__proto__') {
      const message = '`__proto__` cannot be a key.';
      report(builder, error('source/reserved-key', message, range, 'Choose another name.'));
      return null;
    }
    return build(builder, node) as ScalarNode;
  }
  const text = builder.source.text.slice(range.start, range.end);
  const help = isScalar(node) ? `Put it in quotes: "${text}".` : 'Write the key as plain text.';
  report(builder, error('source/key-not-text', 'A key must be text.', range, help));
  return null;
}

function resolve(builder: Builder, alias: Alias.Parsed): Node {
  const range = rangeOf(builder, alias);
  const target = builder.anchors.get(alias.source);
  if (target !== undefined && target !== null) {
    builder.aliased += sizeOf(builder, target);
    if (builder.aliased <= mostAliased) return target;
    const message = `Aliases stand for more than ${mostAliased} values in this file.`;
    if (!builder.expanded) {
      builder.expanded = true;
      report(builder, error('source/alias-expansion', message, range, 'Write fewer aliases.'));
    }
    return scalarNode(null, range, null);
  }
  const message =
    target === null
      ? `The alias “${alias.source}” stands within what it means.`
      : `No anchor “${alias.source}” stands before this alias.`;
  const help = `If this is text, put it in quotes: "*${alias.source}".`;
  report(builder, error('source/alias', message, range, help));
  return scalarNode(null, range, null);
}
