// A server of the official SDK (v1) that does not say for whom it asks, and what its log lines are about: over its standard streams, or over the stream of the
// session where a call has one of its own. `node forgetful.mjs`, or with `http`, which prints its URL.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { ElicitResultSchema } from '@modelcontextprotocol/sdk/types.js';

function serverOf() {
  const server = new McpServer({ name: 'forgetful', version: '1' }, { capabilities: { logging: {} } });
  server.registerTool('who', {}, async () => {
    const requestedSchema = { type: 'object', properties: { name: { type: 'string' } } };
    const said = await server.server.elicitInput({ message: 'Who?', requestedSchema });
    return { content: [{ type: 'text', text: `${said.action} ${said.content?.name} ${process.pid}` }] };
  });
  server.registerTool('logs', {}, async () => {
    await server.sendLoggingMessage({ level: 'info', data: 'told' });
    // The line goes another way than the answer.
    await new Promise((resolve) => setTimeout(resolve, 50));
    return { content: [{ type: 'text', text: 'logged' }] };
  });
  // One tool asks beside its call, the other one on its stream; each gives up when its client has told of its progress.
  const form = { message: 'Who?', requestedSchema: { type: 'object', properties: {} } };
  const meanwhile = async (ask) => {
    const giveUp = new AbortController();
    const told = [];
    const onprogress = ({ progress, message }) => {
      told.push(progress, message);
      if (progress === 2) giveUp.abort('too late');
    };
    const end = await ask({ signal: giveUp.signal, onprogress }).catch(String);
    return { content: [{ type: 'text', text: JSON.stringify([...told, end]) }] };
  };
  server.registerTool('beside', {}, () => meanwhile((options) => server.server.elicitInput(form, options)));
  server.registerTool('streams', {}, (extra) =>
    meanwhile((options) =>
      extra.sendRequest({ method: 'elicitation/create', params: form }, ElicitResultSchema, options),
    ),
  );
  server.registerTool('plain', {}, () => ({ content: [{ type: 'text', text: 'plain' }] }));
  return server;
}

if (process.argv[2] !== 'http') await serverOf().connect(new StdioServerTransport());
else {
  const transports = new Map();
  const server = createServer(async (request, response) => {
    const known = transports.get(request.headers['mcp-session-id']);
    if (known) return known.handleRequest(request, response);
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => void transports.set(id, transport),
    });
    await serverOf().connect(transport);
    await transport.handleRequest(request, response);
  });
  server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}/mcp`));
}
