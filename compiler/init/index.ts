// `init`: from nothing, or from what a client's file says, to a gateway file and its tests. It reads and writes no disk.
import type { Finding } from '../diagnostics/finding.ts';
import type { SourceText } from '../diagnostics/position.ts';
import { type ClientFile, readClientFile } from './clients.ts';
import { type Drafted, gatewayText } from './gateway.ts';
import { parseJsonc } from './jsonc.ts';
import { type Taken, takeServer } from './server.ts';
import { testsText } from './tests.ts';
import { createVariables, type Variable } from './variables.ts';

export interface Draft {
  readonly gateway: string;
  readonly tests: string;
  readonly servers: number;
  /** What must be set before the gateway starts. */
  readonly variables: readonly Variable[];
  /** What a person should look at, one sentence each. */
  readonly notes: readonly string[];
}

export type Drafting = Draft | { readonly findings: readonly Finding[] };

export interface Start {
  readonly name: string;
  readonly agent: string;
  /** Of the agent's key, as `sha256:…`. */
  readonly hash: string;
}

/** A gateway from a client's file. Wrong input gives findings. */
export function draftFrom(source: SourceText, start: Start): Drafting {
  const { value, findings } = parseJsonc(source);
  if (findings.length > 0) return { findings };
  const client = readClientFile(value);
  if (client === null)
    return { findings: [noServers(source, 'There is no `mcpServers` and no `servers` here.')] };
  return draft(client, start, source);
}

/** A gateway to begin with, in front of one server that needs nothing. */
export function draftNew(start: Start): Draft {
  const demo: Taken = {
    name: 'demo',
    original: 'demo',
    transport: { kind: 'stdio', command: ['npx', '-y', '@modelcontextprotocol/server-everything'], env: [] },
    include: [],
    exclude: ['get-env'],
  };
  return write({ ...start, servers: [demo] }, [], []);
}

function draft({ servers, inputs }: ClientFile, start: Start, source: SourceText): Drafting {
  const notes: string[] = [];
  const variables = createVariables(inputs);
  const names = new Set<string>();
  const taken = servers.flatMap((listed) => {
    const name = safeName(listed.name, names);
    names.add(name);
    const server = takeServer(listed, name, variables, (about) => notes.push(`${name}: ${about}`));
    return server === null ? [] : [server];
  });
  if (taken.length === 0) {
    const why = notes.length === 0 ? '' : ` ${notes.join(' ')}`;
    return { findings: [noServers(source, `There is no server here to take over.${why}`)] };
  }
  return write({ ...start, servers: taken }, variables.all(), notes);
}

function write(drafted: Drafted, variables: readonly Variable[], notes: readonly string[]): Draft {
  return {
    gateway: gatewayText(drafted),
    tests: testsText(drafted),
    servers: drafted.servers.length,
    variables,
    notes,
  };
}

function noServers({ path: file }: SourceText, message: string): Finding {
  const help = 'Name a file that a client reads its servers from, as ~/.cursor/mcp.json or .vscode/mcp.json.';
  return { rule: 'init/no-servers', severity: 'error', message, range: { file, start: 0, end: 0 }, help };
}

const longest = 32;

/** A name as the language has it: a–z, 0–9 and `-`. Long names would make long names of tools. */
export function safeName(text: string, taken: ReadonlySet<string> = new Set()): string {
  const slug = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, longest)
    .replace(/-+$/, '');
  const name = slug === '' ? 'server' : slug;
  if (!taken.has(name)) return name;
  const free = Array.from({ length: taken.size + 1 }, (_, index) => `${name}-${index + 2}`);
  return free.find((one) => !taken.has(one)) ?? name;
}
