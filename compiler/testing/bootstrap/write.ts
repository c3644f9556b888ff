// A test file as text: YAML that a person would write, with JSON where a value is deep.
import type { AuditRecord } from '../../../runtime/contract/audit.ts';
import type { Question } from '../ask.ts';
import { backendKeys } from '../backends.ts';
import type { BackendTools } from '../world/backend.ts';
import type { BackendContext } from '../world/context.ts';
import type { TokenAgent } from '../world/issuers.ts';

/** One call, and what came of it. */
export interface Written {
  readonly name: string;
  readonly question: Question;
  /** Milliseconds that pass before it. */
  readonly after: number;
  readonly record: AuditRecord;
  /** It is about a rule on trial. */
  readonly trial: boolean;
}

export interface TestFile {
  readonly suite: string;
  readonly gateway: string;
  /** Milliseconds since the epoch. */
  readonly clock: number;
  /** Those with tokens, by name. */
  readonly agents: ReadonlyMap<string, TokenAgent>;
  readonly offered: ReadonlyMap<string, BackendTools>;
  readonly context: ReadonlyMap<string, BackendContext>;
  readonly tests: readonly Written[];
  /** What was not found, a sentence each. */
  readonly notes: readonly string[];
}

export function writeTests({
  suite,
  gateway,
  clock,
  agents,
  offered,
  context,
  tests,
  notes,
}: TestFile): string {
  const servers = [...new Set([...offered.keys(), ...context.keys()])];
  const lines = [
    '# Made by mcpgw test --bootstrap: for each access rule a call that it decides, and a near one that it does not.',
    '# It holds what the gateway does, not what it should do: read it, then change what is not meant.',
    ...notes.map((note) => `# ${note.replace(/\s+/g, ' ')}`),
    `suite: ${word(suite)}`,
    `gateway: ${word(gateway)}`,
    `clock: ${new Date(clock).toISOString().replace('.000', '')}`,
    ...(agents.size === 0 ? [] : ['agents:']),
    ...[...agents].map(([name, { issuer, claims }]) => `  ${word(name)}: ${value({ issuer, claims })}`),
    ...(servers.length === 0 ? [] : ['backends:']),
    ...servers.flatMap((server) => [
      `  ${word(server)}:`,
      ...toolLines(offered.get(server)),
      ...entries(context.get(server)),
    ]),
    'tests:',
    ...tests.flatMap(testLines),
  ];
  return `${lines.join('\n')}\n`;
}

/** In the short form, where no tool has the name of another key. */
function toolLines(tools: BackendTools = {}): readonly string[] {
  const lines = entries(tools);
  const long = Object.keys(tools).some((tool) => backendKeys.has(tool));
  return long ? ['    tools:', ...lines.map((line) => `  ${line}`)] : lines;
}

function entries(of: object = {}): readonly string[] {
  return Object.entries(of).map(([name, given]) => `    ${word(name)}: ${value(given)}`);
}

function testLines({ name, question, after, record, trial }: Written): readonly string[] {
  const { as, verb = 'call', call, args } = question;
  const rule = record.decision === 'hidden' || record.rule === null ? {} : { rule: record.rule };
  const given = Object.keys(args).length === 0 ? {} : { args };
  const held = (record.shadow ?? []).map(({ rule }) => rule);
  const shadow = trial || held.length > 0 ? { shadow: held } : {};
  const scopes = record.scopes === undefined ? {} : { scopes: record.scopes };
  const expect = { decision: record.decision, ...rule, ...scopes, ...shadow };
  const step = { as, [verb]: call, ...given, expect };
  return [
    `  - name: ${word(name)}`,
    '    steps:',
    ...(after === 0 ? [] : [`      - { advance: ${duration(after)} }`]),
    `      - ${value(step)}`,
  ];
}

function duration(ms: number): string {
  const units = [
    [86_400_000, 'd'],
    [3_600_000, 'h'],
    [60_000, 'm'],
    [1000, 's'],
  ] as const;
  const [size, unit] = units.find(([size]) => ms % size === 0) ?? ([1, 'ms'] as const);
  return `${ms / size}${unit}`;
}

/** Text as YAML reads it back: plain where it can be nothing else. */
function word(text: string): string {
  const plain = /^[A-Za-z_][A-Za-z0-9_./-]*( [A-Za-z0-9_./-]+)*$/.test(text);
  return plain && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(text) ? text : JSON.stringify(text);
}

/** A value in flow style. */
function value(of: unknown): string {
  if (typeof of === 'string') return word(of);
  if (Array.isArray(of)) return `[${of.map(value).join(', ')}]`;
  if (typeof of !== 'object' || of === null) return JSON.stringify(of);
  const members = Object.entries(of).map(([key, one]) => `${word(key)}: ${value(one)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}
