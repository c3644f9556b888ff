// A large answer over a stream that all calls share: it passes on to its client while it comes.
import type { ServerMessage } from '../contract/message.ts';
import { concat } from '../protocol/bytes.ts';
import type { Passing } from './passing.ts';

/** What takes the rest of it. */
export interface Large {
  push(bytes: Uint8Array): void;
  end(): void;
}

/**
 * A client that reads slowly holds up nobody: what comes meanwhile waits here, no more than one message may have. Who waits no
 * more is passed nothing, but the end shows whose it was.
 *
 * @param over told at its end; null where it is no answer
 */
export function large(passing: Passing, over: (answer: ServerMessage | null) => void): Large {
  let rest: Uint8Array[] = [];
  let slow = false;
  let ended = false;
  let fits = true;
  function next(): void {
    slow = false;
    const bytes = concat(rest);
    rest = [];
    if (!fits) return;
    const passed = passing.push(bytes);
    if (typeof passed !== 'boolean') {
      slow = true;
      void passed.then(next);
    } else if (ended || !passed) {
      fits = false;
      over(passed ? passing.end() : null);
    }
  }
  next();
  return {
    push(bytes) {
      rest.push(bytes);
      if (!slow) next();
    },
    end() {
      ended = true;
      if (!slow) next();
    },
  };
}
