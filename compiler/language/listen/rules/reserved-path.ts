// The MCP endpoint on a path that is the gateway's own.
import type { Rule } from '../../room.ts';
import type { ListenModel } from '../model.ts';

const reserved = new Set(['/healthz', '/readyz']);

export const reservedPath: Rule<{ readonly listen: ListenModel }> = {
  name: 'listen/reserved-path',
  severity: 'error',
  check({ listen: { path } }, report) {
    if (!reserved.has(path.text)) return;
    report(path.range, {
      message: `“${path.text}” is the gateway's own.`,
      why: 'Orchestrators ask there how it is.',
      help: 'Use /mcp, as clients expect.',
    });
  },
};
