// Listens in on a call: the sink with other ends.
import type { BackendSink } from './server.ts';

/** The same sink, but for how it hears the end. What a server asks and tells meanwhile passes as it is. */
export function heard(sink: BackendSink, ends: Pick<BackendSink, 'answer' | 'failed'>): BackendSink {
  const told: BackendSink = { notification: (message) => sink.notification(message), ...ends };
  return sink.asked === undefined ? told : { ...told, asked: (ask, respond) => sink.asked!(ask, respond) };
}
