// Calls at a cost that leaves the time to what is measured: over kept connections, the answer read to its end and not parsed.
import { Agent, request } from 'node:http';
import { META } from '../hosts/suite/clients.ts';
import { keyOf } from '../hosts/suite/emitted.ts';

const agent = new Agent({ keepAlive: true });

/** Calls a tool as `writer`; resolves with the HTTP status. */
export function lightCall(url: string, name: string): Promise<number> {
  const params = { name, arguments: {}, _meta: META };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });
  const headers = {
    authorization: `Bearer ${keyOf('writer')}`,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    accept: 'application/json, text/event-stream',
    'mcp-protocol-version': META['io.modelcontextprotocol/protocolVersion'],
    'mcp-method': 'tools/call',
    'mcp-name': name,
  };
  return new Promise((done, failed) => {
    request(url, { agent, method: 'POST', headers }, (answer) =>
      answer
        .resume()
        .once('end', () => done(answer.statusCode!))
        .once('error', failed),
    )
      .once('error', failed)
      .end(body);
  });
}
