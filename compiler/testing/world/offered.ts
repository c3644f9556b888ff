// What the servers of a suite offer: what the lock has of them, and over it what the test file says.
import type { LockedItem, LockFile } from '../../lock/model.ts';
import type { Suite } from '../model.ts';
import type { BackendTool, BackendTools } from './backend.ts';
import { type BackendContext, mergeContext } from './context.ts';

/**
 * Tools by server. A locked tool is as the lock has it, but for what the test file gives: a result, or another definition,
 * which is then a change behind the gateway's back.
 *
 * @param locked what was reviewed; null without a lock, and then servers that the test file does not name offer nothing
 */
export function offeredTools(
  backends: Suite['backends'],
  locked: LockFile['servers'] | null,
): ReadonlyMap<string, BackendTools> {
  const given = new Map(backends.map(({ server, tools }) => [server.value, tools]));
  const names = [...Object.keys(locked ?? {}), ...given.keys()];
  return new Map(names.map((name) => [name, merged(lockedTools(locked, name), given.get(name) ?? {})]));
}

/** Prompts and resources by server: what is locked of them, and over it what the test file says. */
export function offeredContext(
  backends: Suite['backends'],
  locked: LockFile['servers'] | null,
): ReadonlyMap<string, BackendContext> {
  const given = new Map(backends.map(({ server, context }) => [server.value, context]));
  const names = new Set([...Object.keys(locked ?? {}), ...given.keys()]);
  return new Map(
    [...names].map((name) => [name, mergeContext(lockedContext(locked, name), given.get(name) ?? {})]),
  );
}

function lockedContext(locked: LockFile['servers'] | null, server: string): BackendContext {
  const own = locked !== null && Object.hasOwn(locked, server) ? locked[server] : undefined;
  const { prompts = {}, resourceTemplates = {} } = own ?? {};
  return { prompts: definitionsOf(prompts), resourceTemplates: definitionsOf(resourceTemplates) };
}

function lockedTools(locked: LockFile['servers'] | null, server: string): BackendTools {
  const tools = locked !== null && Object.hasOwn(locked, server) ? (locked[server]?.tools ?? {}) : {};
  return definitionsOf(tools);
}

function definitionsOf(
  items: Readonly<Record<string, LockedItem>>,
): Record<string, LockedItem['definition']> {
  return Object.fromEntries(Object.entries(items).map(([name, { definition }]) => [name, definition]));
}

function merged(locked: BackendTools, given: BackendTools): BackendTools {
  const names = new Set([...Object.keys(locked), ...Object.keys(given)]);
  const own = (tools: BackendTools, name: string): BackendTool =>
    Object.hasOwn(tools, name) ? tools[name]! : {};
  return Object.fromEntries([...names].map((name) => [name, { ...own(locked, name), ...own(given, name) }]));
}
