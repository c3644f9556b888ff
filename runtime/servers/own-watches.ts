// What is watched by those who may come to have a link of their own: what they do in their session, a server may tell in that alone.
import type { Backend } from '../contract/server.ts';
import type { Use } from './kept-links.ts';

export interface OwnWatches {
  /** Watches over the link that the owner has at the time, the shared one where it has none. Returns what ends that. */
  watch(owner: string, ...asked: Parameters<Backend['watch']>): () => void;
  /** The owner has a link of its own from here on. */
  moved(owner: string): void;
}

/** @param useOf the link of its own that an owner has */
export function createOwnWatches(shared: Backend, useOf: (owner: string) => Use | null): OwnWatches {
  const moves = new Map<string, Set<() => void>>();

  function begin(owner: string, asked: Parameters<Backend['watch']>): () => void {
    const use = useOf(owner);
    if (use === null) return shared.watch(...asked);
    const end = use.backend.watch(...asked);
    return () => {
      end();
      use.leave(false);
    };
  }

  return {
    watch(owner, ...asked) {
      let stop = begin(owner, asked);
      const all = moves.get(owner) ?? new Set();
      const move = (): void => {
        const before = stop;
        stop = begin(owner, asked);
        before();
      };
      moves.set(owner, all.add(move));
      return () => {
        all.delete(move);
        if (all.size === 0 && moves.get(owner) === all) moves.delete(owner);
        stop();
      };
    },
    moved(owner) {
      for (const move of moves.get(owner) ?? []) move();
    },
  };
}
