// One server of a client's file as the gateway has it, with what must be said about the difference.

import { fits } from '../source/glob.ts';
import { type Child, readChild } from './child.ts';
import { type Fields, isRecord, type Listed, text, texts } from './clients.ts';
import { type Remote, readRemote } from './remote.ts';
import type { Variables } from './variables.ts';

export interface Taken {
  readonly name: string;
  /** As the client calls it. */
  readonly original: string;
  readonly transport: Remote | Child;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** Takes over one server; null where it cannot be, and then a note says why. */
export function takeServer(
  { name: original, fields }: Listed,
  name: string,
  variables: Variables,
  note: (about: string) => void,
): Taken | null {
  if (fields.disabled === true || fields.enabled === false) {
    note('left out: it is disabled there.');
    return null;
  }
  const transport = transportOf(fields, name, variables, note);
  if (transport === null) return null;
  const tools = toolsOf(fields, note);
  if (tools === null) {
    note('left out: all its tools are closed there.');
    return null;
  }
  for (const key of misshapen(fields))
    note(`\`${key}\` has not the form that clients read, and is left out.`);
  for (const key of unread(fields)) note(`\`${key}\` has no counterpart here and is left out.`);
  return { name, original, transport, ...tools };
}

/** Tools that a client has chosen; null where it has closed all. What is closed goes before what is chosen. */
function toolsOf(fields: Fields, note: (about: string) => void): Pick<Taken, 'include' | 'exclude'> | null {
  const chosen = patterns(fields, ['includeTools', 'enabledTools', 'enabled_tools', 'tools'], note);
  const exclude = patterns(fields, ['excludeTools', 'disabledTools', 'disabled_tools'], note);
  const include = chosen.filter((tool) => !exclude.some((pattern) => covers(pattern, tool)));
  const nothing =
    (chosen.length > 0 && include.length === 0) || exclude.some((pattern) => /^\*+$/.test(pattern));
  return nothing ? null : { include, exclude };
}

/** Whether a pattern matches all that another does; also a plain name. */
export function covers(pattern: string, other: string): boolean {
  return pattern.includes('*') ? fits(pattern.split('*'), other) : pattern === other;
}

const addresses = ['url', 'serverUrl', 'httpUrl'];

function transportOf(
  fields: Fields,
  name: string,
  variables: Variables,
  note: (about: string) => void,
): Remote | Child | null {
  const url = addresses.map((key) => text(fields[key])).find((value) => value !== undefined && value !== '');
  const command = text(fields.command)?.trim() ?? '';
  if (url !== undefined) {
    if (command !== '') note('it has a URL and a command; the URL is taken.');
    return readRemote(url, fields, name, variables, note);
  }
  if (command !== '') return readChild(command, fields, name, variables);
  note('left out: it has neither `command` nor `url`.');
  return null;
}

// Said in other words here, or of no weight: what the client asks its user, shows, or does by itself.
const read = new Set(
  (
    'command args env cwd url serverUrl httpUrl headers type transport transportType disabled enabled ' +
    'includeTools enabledTools enabled_tools tools excludeTools disabledTools disabled_tools ' +
    'autoApprove alwaysAllow trust description name icon gallery version dev source'
  ).split(' '),
);

const shapes: Readonly<Record<string, (value: unknown) => boolean>> = {
  args: Array.isArray,
  env: isRecord,
  headers: isRecord,
};

function misshapen(fields: Fields): readonly string[] {
  return Object.entries(shapes).flatMap(([key, isFit]) => {
    const value = fields[key] ?? null;
    return value === null || isFit(value) ? [] : [key];
  });
}

function unread(fields: Fields): readonly string[] {
  return Object.keys(fields).filter((key) => !read.has(key));
}

/** Tools that a client has chosen: a tool that was closed stays closed. */
function patterns(fields: Fields, keys: readonly string[], note: (about: string) => void): readonly string[] {
  const all = [...new Set(keys.flatMap((key) => texts(fields[key])))];
  const fit = all.filter((pattern) => /^[A-Za-z0-9_.*-]{1,128}$/.test(pattern));
  for (const odd of all.filter((pattern) => !fit.includes(pattern))) {
    note(`“${odd}” is no name of a tool and is left out.`);
  }
  return fit;
}
