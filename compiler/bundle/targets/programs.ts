// What Node, Deno and Bun have in common: processes, sockets, files, and the clients that work on all of them.
import type { Client, ProgramTarget } from './target.ts';

const clients: readonly Client[] = [
  { key: 'http', need: { module: 'servers/undici', name: 'createHttpClient' } },
  { key: 'spawn', need: { module: 'servers/spawn', name: 'spawnChild' } },
];

/** A target that runs a program; what it serves with over node:http unless it has its own. */
export function program(
  own: Pick<ProgramTarget, 'name' | 'engines' | 'here'> & Partial<ProgramTarget>,
): ProgramTarget {
  return Object.freeze<ProgramTarget>({
    kind: 'program',
    offers: ['http', 'spawn', 'tcp', 'files'],
    clients,
    serve: { module: 'hosts/node/serve', name: 'serve' },
    ...own,
  });
}
