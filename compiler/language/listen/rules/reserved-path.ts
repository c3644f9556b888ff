// The MCP endpoint on a path that is the gateway's own.
import type { Rule } from '../../room.ts';
import type { Listening } from '../resource.ts';

const reserved = new Set(['/healthz', '/readyz']);

export const reservedPath: Rule<Listening> = {
  name: 'listen/reserved-path',
  severity: 'error',
  check({ issuers, listen: { path } }, report) {
    const told = issuers.issuers.length > 0 && path.text.startsWith('/.well-known/oauth-protected-resource');
    if (!reserved.has(path.text) && !told) return;
    report(path.range, {
      message: `“${path.text}” is the gateway's own.`,
      why: told ? 'Agents ask there whose tokens it takes (RFC 9728).' : 'Orchestrators ask there how it is.',
      help: 'Use /mcp, as clients expect.',
    });
  },
};
