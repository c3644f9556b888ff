// Findings as SARIF 2.1.0 (OASIS), which code scanning services read.
import { harmless } from './cells.ts';
import type { Finding, Range } from './finding.ts';
import { fileOf, type MachineOptions, regionOf } from './places.ts';
import { createPositions, type Positions, type SourceText } from './position.ts';

export interface SarifOptions extends MachineOptions {
  /** Of the compiler. */
  readonly version: string;
}

const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** One run, its results in the order given; the rules that have results are listed, each with its help. */
export function printSarif(
  findings: readonly Finding[],
  sources: readonly SourceText[],
  options: SarifOptions,
): string {
  const positions = createPositions(sources);
  const rules = [...new Set(findings.map(({ rule }) => rule))].sort();
  const index = new Map(rules.map((rule, at) => [rule, at]));
  const run = {
    tool: {
      driver: {
        name: 'mcpgw',
        semanticVersion: options.version,
        rules: rules.map((rule) => descriptor(rule, findings)),
      },
    },
    invocations: [{ executionSuccessful: true }],
    columnKind: 'utf16CodeUnits',
    results: findings.map((finding) => result(finding, index, positions, options)),
  };
  return `${JSON.stringify({ $schema: schema, version: '2.1.0', runs: [run] }, null, 2)}\n`;
}

/** §3.49 reportingDescriptor. Its help is that of the rule's first finding. */
function descriptor(rule: string, findings: readonly Finding[]): object {
  const first = findings.find((finding) => finding.rule === rule);
  const help = together(first?.why, first?.help);
  return {
    id: rule,
    shortDescription: { text: rule.replace('/', ': ').replaceAll('-', ' ') },
    ...(help === '' ? {} : { help: { text: help } }),
    defaultConfiguration: { level: first?.severity ?? 'warning' },
  };
}

/** §3.27 result. */
function result(
  { rule, severity, message, range, why, help, related = [] }: Finding,
  index: ReadonlyMap<string, number>,
  positions: Positions,
  options: MachineOptions,
): object {
  return {
    ruleId: rule,
    ruleIndex: index.get(rule),
    level: severity,
    message: { text: together(message, why, help) },
    locations: range === null ? [] : [location(range, positions, options)],
    ...(related.length === 0
      ? {}
      : {
          relatedLocations: related.map((other, id) => ({
            id,
            ...location(other.range, positions, options),
            message: { text: harmless(other.message) },
          })),
        }),
  };
}

function together(...parts: readonly (string | undefined)[]): string {
  return harmless(parts.filter((part) => part !== undefined).join(' '));
}

/** §3.28 location. A path is a URI: what URIs reserve is escaped. */
function location(range: Range, positions: Positions, options: MachineOptions) {
  const uri = fileOf(range, options).split('/').map(encodeURIComponent).join('/');
  return { physicalLocation: { artifactLocation: { uri }, region: regionOf(range, positions) } };
}
