// One front for the host's server, over a gateway that may be replaced while requests come in.
import { after } from '../../contract/after.ts';
import type { Admission, Decision, Exchange, Front, RequestHead } from '../../contract/http.ts';

/** What an admission is worth: only the front that gave it may serve it. */
interface Admitted {
  readonly by: Front;
  readonly admission: Admission<unknown>;
}

export interface LiveFront {
  readonly front: Front<Admitted>;
  /** From here on, `next` admits and serves. */
  set(next: Front): void;
}

/** A front that is `first` until another one is set. */
export function liveFront(first: Front): LiveFront {
  let current = first;
  const admit = (head: RequestHead): Decision<Admitted> | Promise<Decision<Admitted>> => {
    const by = current;
    return after(by.admit(head), (decision) =>
      'status' in decision ? decision : { head, caller: { by, admission: decision } },
    );
  };
  /** Replaced while the body was read: who may come in is for today's policy to say. */
  const again = (head: RequestHead, body: Uint8Array, to: Exchange) =>
    after(admit(head), (decision) => {
      if ('status' in decision) to.send(decision);
      else serve(decision, body, to);
    });
  const serve: Front<Admitted>['serve'] = ({ head, caller: { by, admission } }, body, to) => {
    if (by === current) return by.serve(admission, body, to);
    const served = again(head, body, to);
    if (served instanceof Promise) served.catch(() => to.send(current.refuse(500, head)));
  };
  const front: Front<Admitted> = {
    get bounds() {
      return current.bounds;
    },
    admit,
    serve,
    refuse: (status, from, reason) => current.refuse(status, from, reason),
  };
  return {
    front,
    set(next) {
      current = next;
    },
  };
}
