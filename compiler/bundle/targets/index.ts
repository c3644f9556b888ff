// The targets, and which of them a bundle is written for.

import type { PolicyFacts } from '../../emit/generated.ts';
import { bun } from './bun.ts';
import { deno } from './deno.ts';
import { node } from './node.ts';
import type { HandlerTarget, ProgramTarget, Target } from './target.ts';
import { workers } from './workers.ts';

export type { Client, HandlerTarget, ProgramTarget, Target } from './target.ts';

/** Node last: where nothing else is recognized it is Node, or what stands in for it. */
const programs: readonly ProgramTarget[] = [deno, bun, node];
const handlers: readonly HandlerTarget[] = [workers];

/**
 * What a bundle is written for: the one picked, else every host that runs it as a program. A host that calls
 * the bundle has one of its own: no file can both begin to listen and be called.
 */
export function targetsFor({ hosts, target }: Pick<PolicyFacts, 'hosts' | 'target'>): readonly Target[] {
  if (target !== null) return [...programs, ...handlers].filter(({ name }) => name === target);
  const isOurs = ({ name }: Target): boolean => hosts.some(({ kind }) => kind === name);
  const ours = programs.filter(isOurs);
  return ours.length > 0 ? ours : handlers.filter(isOurs);
}
