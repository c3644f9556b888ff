// A backend that offers the names which the MCP conformance suite asks for, on the official SDK, for either era.
import { ProtocolError, ProtocolErrorCode, Server, type ServerNotifier } from '@modelcontextprotocol/server';
import { askingTools } from './asking-tools.ts';
import { contentTools } from './content-tools.ts';
import { getPrompt, promptDefinitions } from './prompts.ts';
import { readResource, resourceDefinitions, templateDefinitions } from './resources.ts';
import { schemaTools } from './schema-tools.ts';
import { verify } from './state.ts';
import { streamTools } from './stream-tools.ts';
import { type ConformanceTool, text, tool } from './tool.ts';

/** A new server; `changed` tells those who listen, or the one session it serves. */
export function conformingServer(
  changed: (server: Server) => ServerNotifier,
  era: 'legacy' | 'modern',
): Server {
  const server = new Server(
    { name: 'conforming', version: '1.0.0' },
    {
      capabilities: {
        tools: { listChanged: true },
        prompts: { listChanged: true },
        resources: { listChanged: true, subscribe: true },
        completions: {},
        logging: {},
      },
      instructions: 'Offers what the conformance suite asks for.',
      requestState: { verify },
    },
  );
  const notify = changed(server);
  const tools = () => [
    ...contentTools,
    ...streamTools,
    ...askingTools,
    ...schemaTools,
    ...triggers(notify),
    ...(extra ? [EXTRA] : []),
  ];
  serveTools(server, tools);
  servePrompts(server);
  serveResources(server, era);
  return server;
}

/** A tool that comes and goes. */
const EXTRA = tool('extra', 'Is there at times', () => text('Here'));
let extra = false;

/** Tools that make their server say that something changed. */
function triggers(notify: ServerNotifier): readonly ConformanceTool[] {
  return [
    tool('test_trigger_tool_change', 'Says that the tools changed', () => {
      notify.toolsChanged();
      return text('Tools changed');
    }),
    tool('test_trigger_prompt_change', 'Says that the prompts changed', () => {
      notify.promptsChanged();
      return text('Prompts changed');
    }),
    tool('test_toggle_extra', 'Adds a tool, or takes it away', () => {
      extra = !extra;
      notify.toolsChanged();
      return text(extra ? 'Added' : 'Taken away');
    }),
    tool('test_update_resource', 'Says that two resources were updated', () => {
      notify.resourceUpdated('test://watched-resource');
      notify.resourceUpdated('test://static-text');
      return text('Updated');
    }),
  ];
}

function serveTools(server: Server, tools: () => readonly ConformanceTool[]): void {
  server.setRequestHandler('tools/list', () => ({ tools: tools().map(({ definition }) => definition) }));
  server.setRequestHandler('tools/call', ({ params }, context) => {
    const found = tools().find(({ definition }) => definition.name === params.name);
    if (found === undefined)
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, `Unknown tool: ${params.name}`);
    return found.run(params.arguments ?? {}, context);
  });
}

function servePrompts(server: Server): void {
  server.setRequestHandler('prompts/list', () => ({ prompts: promptDefinitions }));
  server.setRequestHandler('prompts/get', ({ params }, context) =>
    getPrompt(params.name, params.arguments ?? {}, context),
  );
  server.setRequestHandler('completion/complete', ({ params }) => {
    const values = ['paris', 'park', 'party'].filter((value) => value.startsWith(params.argument.value));
    return { completion: { values, total: values.length, hasMore: false } };
  });
}

function serveResources(server: Server, era: 'legacy' | 'modern'): void {
  server.setRequestHandler('resources/list', () => ({ resources: resourceDefinitions }));
  server.setRequestHandler('resources/templates/list', () => ({ resourceTemplates: templateDefinitions }));
  server.setRequestHandler('resources/read', ({ params }) => readResource(params.uri));
  if (era === 'modern') return;
  server.setRequestHandler('resources/subscribe', () => ({}));
  server.setRequestHandler('resources/unsubscribe', () => ({}));
}
