// Connections on their way to a worker. Node forgets those that a killed worker had not taken yet: nobody answers or ends them.
import type { Worker } from 'node:cluster';

/** What Node's primary says to a worker with a connection, and what the worker says when it has it or not. */
interface Handoff {
  readonly act?: string;
  readonly seq?: number;
  readonly ack?: number;
}

/**
 * Ends the connections that `worker` was given and had not taken when it ended, so that their clients know and ask again.
 * Where a host hands over in another way, as Bun does, there are none.
 */
export function endUntaken({ process: child }: Worker): void {
  const onTheWay = new Map<number, { close(): void }>();
  const send = child.send.bind(child) as (...args: unknown[]) => boolean;
  child.send = (...args: unknown[]) => {
    const [message, handle] = args as [Handoff, { close(): void } | undefined];
    if (message?.act === 'newconn' && message.seq !== undefined && handle !== undefined)
      onTheWay.set(message.seq, handle);
    return send(...args);
  };
  child.on('internalMessage', ({ ack }: Handoff) => {
    if (ack !== undefined) onTheWay.delete(ack);
  });
  child.once('close', () => {
    for (const handle of onTheWay.values()) handle.close();
  });
}
