// `servers` of the plan.
import type { Builder } from '../../emit/builder.ts';
import { type Code, code, join, literal } from '../../emit/code.ts';
import type { AgentsModel } from '../agents/model.ts';
import type { IssuersModel } from '../issuers/model.ts';
import { printValue } from '../late.ts';
import { matchesAll, type Pattern, printPredicate, printTest } from '../patterns.ts';
import type { PlanPart } from '../room.ts';
import type { AddressModel, HttpModel, ServerModel, ServersModel, StdioModel, ToolsModel } from './model.ts';
import { printCare } from './print-care.ts';

interface Models {
  readonly servers: ServersModel;
  readonly agents: AgentsModel;
  readonly issuers: IssuersModel;
}

export function generateServers(
  { servers, agents: { agents, anonymous }, issuers: { issuers } }: Models,
  builder: Builder,
): PlanPart {
  const all = [...servers.servers.values()];
  requireHttp(all, builder);
  // Whoever comes without a credential may be anybody, whoever has a token may be many.
  const one = agents.size === 1 && anonymous === null && issuers.length === 0;
  requireApart(all, one, builder);
  const printed = all.map((server) => ({
    ...printServer(server, builder),
    ...(one && server.transport.kind === 'http' ? { alone: true } : {}),
    ...printCare(server, builder),
  }));
  return { servers: literal(printed) };
}

/** As much of it as it takes to ask the servers what they offer. */
export function serversToList({ servers }: Pick<Models, 'servers'>, builder: Builder): PlanPart {
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

/** A server of the legacy era may ask, and log for several agents, beside the streams of calls: then it takes more than one link. */
function requireApart(all: readonly ServerModel[], one: boolean, builder: Builder): void {
  const legacy = all.filter(({ era }) => era?.text !== 'modern');
  if (legacy.some(({ ask }) => ask.length > 0))
    builder.stage('apart', { module: 'servers/apart', name: 'apart' });
  else if (!one && legacy.some(({ transport, tasks }) => transport.kind === 'http' && !tasks))
    builder.stage('apart', { module: 'servers/lines', name: 'lines' });
}

function printServer(server: ServerModel, builder: Builder): object {
  const { name, place, transport, timeoutMs, era, ask, tasks, tools } = server;
  if (ask.length > 0) builder.stage('asks', { module: 'asks/index', name: 'askStage' });
  if (tasks) {
    builder.stage('tasks', { module: 'tasks/index', name: 'taskStage' });
    builder.stage('subscribing', { module: 'servers/subscribing', name: 'subscribing' });
  }
  if (tasks || ask.some(({ text }) => text === 'elicitation'))
    builder.stage('late', { module: 'news/late', name: 'lateStage' });
  if (tools.overrides.length > 0)
    builder.stage('overridden', { module: 'catalog/overridden', name: 'overridden' });
  const printed =
    transport.kind === 'http' ? printHttp(transport, place, builder) : printStdio(transport, place, builder);
  return {
    name,
    place,
    transport: printed,
    timeoutMs,
    ...(era === null ? {} : { era: era.text }),
    ...(ask.length > 0 ? { asks: ask.map(({ text }) => text) } : {}),
    ...(tasks ? { tasks: true } : {}),
    offers: printOffers(tools, builder),
    rename: Object.fromEntries(tools.rename.map(({ from, to }) => [from.text, to.text]).sort()),
    labels: printLabels(tools, builder),
    ...(tools.overrides.length === 0 ? {} : { overrides: printOverrides(tools, builder) }),
  };
}

function printHttp(
  { addresses, several, pinned, credentials }: HttpModel,
  place: string,
  builder: Builder,
): object {
  builder.capability('http', place);
  const printed = addresses.map((address) => printAddress(address, place, builder));
  const fields = credentials.map(({ field, value }) => [
    field.text.toLowerCase(),
    printValue(value, builder),
  ]);
  return {
    kind: 'http',
    url: printed[0]!.url,
    ...(pinned === null ? {} : { pinned: pinned.text }),
    hosts: printed[0]!.hosts,
    ...(several ? { addresses: printed.map((one, at) => ({ ...one, ...shareOf(addresses[at]!) })) } : {}),
    credentials: Object.fromEntries(fields.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))),
  };
}

function printAddress(
  { url, written, hosts }: AddressModel,
  place: string,
  builder: Builder,
): { readonly url: Code; readonly hosts: readonly string[] } {
  const known =
    url.kind === 'literal'
      ? [new URL(written?.text ?? '').host]
      : hosts.map(({ text }) => text.toLowerCase());
  for (const host of known) builder.host(host, place);
  return { url: printValue(url, builder), hosts: url.kind === 'literal' ? [] : known };
}

function shareOf({ weight, labels }: AddressModel): object {
  return { weight, labels };
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
