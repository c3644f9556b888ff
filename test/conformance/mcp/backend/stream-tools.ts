// Tools that say something before they answer.
import type { ServerContext } from '@modelcontextprotocol/server';
import { type ConformanceTool, pause, text, tool } from './tool.ts';

/** Between two messages, in milliseconds. */
const STEP_MS = 50;

async function progress(context: ServerContext, done: number): Promise<void> {
  const progressToken = context.mcpReq._meta?.progressToken;
  if (progressToken === undefined) return;
  await context.mcpReq.notify({
    method: 'notifications/progress',
    params: { progressToken, progress: done, total: 100 },
  });
}

export const streamTools: readonly ConformanceTool[] = [
  tool('test_tool_with_logging', 'Logs while it works', async (_, context) => {
    for (const line of ['Tool execution started', 'Tool processing data', 'Tool execution completed']) {
      await context.mcpReq.log('info', line);
      await pause(STEP_MS);
    }
    return text('Tool with logging executed successfully');
  }),
  tool('test_logging_tool', 'Logs one line', async (_, context) => {
    await context.mcpReq.log('info', 'One line');
    return text('Logged');
  }),
  tool('test_tool_with_progress', 'Tells how far it is', async (_, context) => {
    for (const done of [0, 50, 100]) {
      await progress(context, done);
      await pause(STEP_MS);
    }
    return text('Tool with progress executed successfully');
  }),
  tool('test_reconnection', 'Closes its stream before it answers', async (_, context) => {
    await pause(STEP_MS);
    context.http?.closeSSE?.();
    await pause(2 * STEP_MS);
    return text('Reconnection test completed successfully');
  }),
];
