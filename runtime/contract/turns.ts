// Attempts one after another: what cancels the one that is under way, even where one ends before it has returned.

export interface Turns {
  /** Begins the next attempt; `start` returns what cancels it. */
  next(start: () => () => void): void;
  /** The attempt under way has ended: there is nothing to cancel. */
  ended(): void;
  /** Cancels what is under way. */
  cancel(): void;
}

export function createTurns(): Turns {
  let turn = 0;
  let stop: (() => void) | null = null;
  const ended = (): void => {
    turn += 1;
    stop = null;
  };
  return {
    next(start) {
      ended();
      const mine = turn;
      const cancel = start();
      if (mine === turn) stop = cancel;
    },
    ended,
    cancel() {
      const cancel = stop;
      ended();
      cancel?.();
    },
  };
}
