// `servers` of the plan.
import type { Builder } from '../../emit/builder.ts';
import { type Code, code, join, literal } from '../../emit/code.ts';
import { printValue } from '../late.ts';
import { matchesAll, type Pattern, printPredicate, printTest } from '../patterns.ts';
import type { PlanPart } from '../room.ts';
import type { HttpModel, ServerModel, ServersModel, StdioModel, ToolsModel } from './model.ts';

export function generateServers({ servers }: { readonly servers: ServersModel }, builder: Builder): PlanPart {
  const all = [...servers.servers.values()];
  requireHttp(all, builder);
  return { servers: literal(all.map((server) => printServer(server, builder))) };
}

/** Servers that may speak the older transport take a larger part. */
function requireHttp(all: readonly ServerModel[], builder: Builder): void {
  const forms = all.flatMap(({ transport, era }) =>
    transport.kind === 'http' ? [era?.text === 'modern' ? 'streamable-http' : transport.pinned?.text] : [],
  );
  if (forms.length === 0) return;
  const part = forms.every((form) => form === 'streamable-http')
    ? { module: 'servers/streamable-http', name: 'streamableHttpBackend' }
    : { module: 'servers/http', name: 'httpBackend' };
  builder.stage('servers.http', part);
}

function printServer(
  { name, place, transport, timeoutMs, era, ask, tools }: ServerModel,
  builder: Builder,
): object {
  if (ask.length > 0) builder.stage('asks', { module: 'asks/index', name: 'askStage' });
  const printed =
    transport.kind === 'http' ? printHttp(transport, place, builder) : printStdio(transport, place, builder);
  return {
    name,
    place,
    transport: printed,
    timeoutMs,
    ...(era === null ? {} : { era: era.text }),
    ...(ask.length > 0 ? { asks: ask.map(({ text }) => text) } : {}),
    offers: printOffers(tools, builder),
    rename: Object.fromEntries(tools.rename.map(({ from, to }) => [from.text, to.text]).sort()),
    labels: printLabels(tools, builder),
    ...(tools.overrides.length === 0 ? {} : { overrides: printOverrides(tools, builder) }),
  };
}

function printHttp(
  { url, written, pinned, hosts, credentials }: HttpModel,
  place: string,
  builder: Builder,
): object {
  builder.capability('http', place);
  const known =
    url.kind === 'literal'
      ? [new URL(written?.text ?? '').host]
      : hosts.map(({ text }) => text.toLowerCase());
  for (const host of known) builder.host(host, place);
  const fields = credentials.map(({ field, value }) => [
    field.text.toLowerCase(),
    printValue(value, builder),
  ]);
  return {
    kind: 'http',
    url: printValue(url, builder),
    ...(pinned === null ? {} : { pinned: pinned.text }),
    hosts: url.kind === 'literal' ? [] : known,
    credentials: Object.fromEntries(fields.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))),
  };
}

function printStdio({ command, env }: StdioModel, place: string, builder: Builder): object {
  builder.stage('servers.stdio', { module: 'servers/stdio', name: 'stdioBackend' });
  builder.capability('spawn', place);
  const variables = env.map(({ name, value }) => [name.text, printValue(value, builder)] as const);
  return {
    kind: 'stdio',
    command: command.map(({ text }) => text),
    env: Object.fromEntries(variables.sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

function printOffers({ include, exclude }: ToolsModel, builder: Builder): Code {
  if (exclude.length === 0) return printPredicate(include, builder);
  const n = code`n`;
  const out = code`!(${printTest(exclude, n, builder)})`;
  return matchesAll(include)
    ? code`(n) => ${out}`
    : code`(n) => ${out} && (${printTest(include, n, builder)})`;
}

function printLabels({ labels }: ToolsModel, builder: Builder): Code {
  if (labels.length === 0) return code`() => ({})`;
  const parts = labels.map(({ tools, labels: given }) =>
    matchesAll([tools]) ? code`...${given}` : code`...(${printTest([tools], code`n`, builder)} && ${given})`,
  );
  return code`(n) => ({ ${join(parts)} })`;
}

/** What goes over a tool's definition, by its name after rename and the annotations it has itself. */
function printOverrides({ overrides }: ToolsModel, builder: Builder): Code {
  const where = (tools: Pattern, given: object): Code =>
    code`...(${printTest([tools], code`n`, builder)} && ${given})`;
  const words = overrides.flatMap(({ tools, description }) =>
    description === null ? [] : [where(tools, { description })],
  );
  const hints = overrides.flatMap(({ tools, description, annotations }) =>
    description === null ? [where(tools, annotations)] : [],
  );
  return code`(n, annotations) => ({ ${join([...words, code`annotations: { ${join([code`...annotations`, ...hints])} }`])} })`;
}
