// Events of a session's streams, kept so that a client may come back for what it missed.
import type { EventStore, JSONRPCMessage } from '@modelcontextprotocol/server';

export class EventLog implements EventStore {
  private readonly events: { readonly stream: string; readonly message: JSONRPCMessage }[] = [];

  async storeEvent(stream: string, message: JSONRPCMessage): Promise<string> {
    return String(this.events.push({ stream, message }) - 1);
  }

  async getStreamIdForEventId(id: string): Promise<string | undefined> {
    return this.events[Number(id)]?.stream;
  }

  async replayEventsAfter(
    last: string,
    { send }: { send: (id: string, message: JSONRPCMessage) => Promise<void> },
  ): Promise<string> {
    const stream = this.events[Number(last)]?.stream ?? '';
    for (const [at, event] of this.events.entries()) {
      if (at > Number(last) && event.stream === stream && 'jsonrpc' in event.message) {
        await send(String(at), event.message);
      }
    }
    return stream;
  }
}
