// A call over a link that is not for everybody: whose that is, and from which level on its server logs meanwhile.
import { heard } from '../contract/heard.ts';
import type { Era } from '../contract/message.ts';
import type { LogLevel } from '../contract/news.ts';
import type { Backend, BackendCall, BackendSink } from '../contract/server.ts';
import type { ApartContext } from '../contract/stages.ts';
import type { Use } from './kept-links.ts';

/** Of which era a server is. What it was it still is while nobody is connected. */
export function eraOf(shared: Backend): () => Era | null {
  let era: Era | null = null;
  return () => {
    era = shared.era?.() ?? era;
    return era;
  };
}

/** Who listens to what a server says of its lists over any link: it may say so only in the session whose call changed them. */
export function listened(shared: Backend): Pick<Backend, 'onChanged'> & { heed(own: Backend): Backend } {
  const listeners: (() => void)[] = [];
  return {
    onChanged(changed) {
      listeners.push(changed);
      shared.onChanged(changed);
    },
    heed(own) {
      own.onChanged(() => {
        for (const changed of listeners) changed();
      });
      return own;
    },
  };
}

/** The level that the client of a call asked for; null where it never did. */
export function levelOf({ of }: BackendCall, levels: ApartContext['levels']): LogLevel | null {
  const session = of?.request.session;
  return (session ? levels.get(session.key) : of?.logLevel) ?? null;
}

/**
 * Sends the call once its server logs from `level` on. Returns what cancels it. The link is left when it ends.
 *
 * @param otherwise sends it another way where nothing of it was sent over this link; null: it has failed
 */
export function callOver(
  use: Use,
  level: LogLevel | null,
  call: BackendCall,
  sink: BackendSink,
  otherwise: (() => (() => void) | null) | null = null,
): () => void {
  let cancel = (): void => {};
  let over = false;
  let instead: (() => void) | null = null;
  const ended = heard(sink, {
    answer(message) {
      use.leave(false);
      sink.answer(message);
    },
    failed(failure) {
      const timedOut = failure.kind === 'timeout';
      use.leave(timedOut);
      instead = failure.sent || timedOut ? null : (otherwise?.() ?? null);
      if (instead === null) sink.failed(failure);
    },
  });
  const send = (): void => {
    if (!over) cancel = use.backend.call(call, ended);
  };
  if (level === null) send();
  else void use.logFrom(level).then(send);
  return () => {
    over = true;
    use.leave(true);
    if (instead === null) cancel();
    else instead();
  };
}
