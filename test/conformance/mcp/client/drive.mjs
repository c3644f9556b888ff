// What the suite starts as a client: an emitted gateway in front of the suite's server, and the official client in front of that. It
// uses all that is offered, and what the suite wants called in particular.
// node drive.mjs --host node|deno|bun URL
import { parseArgs } from 'node:util';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { startGateway } from '../processes.mjs';

const {
  values: { host },
  positionals: [url],
} = parseArgs({ options: { host: { type: 'string' } }, allowPositionals: true });
const wanted = JSON.parse(process.env.MCP_CONFORMANCE_CONTEXT ?? '{}').toolCalls;

/** Milliseconds for a server that refuses at first to be tried again. */
const PATIENCE_MS = 15_000;

const examples = { string: 'x', number: 5, integer: 3, boolean: true, array: [], object: {} };

function connect(gateway) {
  const client = new Client(
    { name: 'drive', version: '1' },
    { capabilities: { elicitation: { form: { applyDefaults: true } } } },
  );
  client.setRequestHandler('elicitation/create', () => ({ action: 'accept', content: { confirmed: true } }));
  return client.connect(new StreamableHTTPClientTransport(new URL(gateway))).then(() => client);
}

async function toolsOf(client) {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const { tools } = await client.listTools().catch(() => ({ tools: [] }));
    if (tools.length > 0 || Date.now() > until) return tools;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Arguments that fit; what wants a schema gets the first tool's, as it came through the gateway. */
function argumentsFor({ inputSchema }, tools) {
  const entries = Object.entries(inputSchema.properties ?? {});
  return Object.fromEntries(
    entries.map(([name, { type, enum: choices }]) => [
      name,
      name === 'schema' ? tools[0].inputSchema : (choices?.[0] ?? examples[type] ?? 'x'),
    ]),
  );
}

/** What cannot be called is the suite's to judge: some of what it offers must not be. */
const tried = (promise) => promise.catch((error) => console.error(String(error)));

const gateway = await startGateway(host, url);
try {
  const client = await connect(gateway.url);
  const tools = await toolsOf(client);
  const calls = wanted ?? tools.map((tool) => ({ name: tool.name, arguments: argumentsFor(tool, tools) }));
  for (const call of calls) await tried(client.callTool(call));
  const { prompts } = (await tried(client.listPrompts())) ?? { prompts: [] };
  for (const { name } of prompts) await tried(client.getPrompt({ name, arguments: {} }));
  const { resources } = (await tried(client.listResources())) ?? { resources: [] };
  for (const { uri } of resources) await tried(client.readResource({ uri }));
  await client.close();
} finally {
  console.error(gateway.log());
  await gateway.stop();
}
