// A server of the official SDK (v1) that logs beside the streams of all calls, as it does where a tool does not say for which
// request. `node logging.mjs PORT [SESSIONS]`; prints its URL when it serves. SESSIONS: `none`, or `same` for all clients; each has its own else.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import {
  CallToolRequestSchema,
  ListToolsRequestSchema,
  SetLevelRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
/** Calls that wait for another one. */
let met = [];

function serverOf() {
  // It tells of no list that changes: only its lines come beside calls.
  const server = new Server({ name: 'logging', version: '1' }, { capabilities: { tools: {}, logging: {} } });
  const levels = [];
  /** What goes on after its call was answered. */
  let work = Promise.resolve();
  let go = () => {};
  const logs = async (who) => {
    for (const level of ['debug', 'info', 'error'])
      await server.sendLoggingMessage({ level, data: `${level} of ${who}` });
    // The lines go another way than the answer.
    await pause(50);
    return 'logged';
  };
  const TOOLS = {
    logs,
    together: (who) =>
      new Promise((resolve) => {
        met.push(resolve);
        if (met.length < 2) return;
        for (const go of met) go();
        met = [];
      }).then(() => logs(who)),
    later(who) {
      work = pause(100).then(() => logs(who));
      return 'begun';
    },
    // What goes on comes with the next call.
    continues(who) {
      work = new Promise((resolve) => {
        go = resolve;
      }).then(() => logs(who));
      return 'begun';
    },
    levels() {
      go();
      return work.then(() => levels.join());
    },
  };
  server.setRequestHandler(SetLevelRequestSchema, ({ params }) => {
    levels.push(params.level);
    return {};
  });
  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: Object.keys(TOOLS).map((name) => ({ name, inputSchema: { type: 'object' } })),
  }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }) => ({
    content: [{ type: 'text', text: await TOOLS[params.name](params.arguments?.who) }],
  }));
  return server;
}

const [, , port = '0', kind] = process.argv;
let one;

/** All clients over one transport, which takes whatever handshake comes. */
async function shared(request, response) {
  if (one === undefined) {
    one = new StreamableHTTPServerTransport({
      sessionIdGenerator: kind === 'same' ? () => 'one' : undefined,
    });
    await serverOf().connect(one);
  }
  // Before its version 1.26 the SDK did so by itself; with an id only servers of other makes do.
  Object.assign(one._webStandardTransport, { _hasHandledRequest: false });
  const initializes = request.headers['mcp-session-id'] === undefined;
  if (initializes) Object.assign(one._webStandardTransport, { _initialized: false });
  return one.handleRequest(request, response);
}

const transports = new Map();
const server = createServer(async (request, response) => {
  if (kind !== undefined) return shared(request, response);
  const id = request.headers['mcp-session-id'];
  const known = transports.get(id);
  if (known) return known.handleRequest(request, response);
  if (id !== undefined) return response.writeHead(404).end();
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    onsessioninitialized: (made) => void transports.set(made, transport),
  });
  await serverOf().connect(transport);
  await transport.handleRequest(request, response);
});
server.listen(Number(port), '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}/mcp`));
