// What a modern MCP client and server must agree on, as far as tests speak it (2026-07-28, basic/index and
// basic/transports/streamable-http). Written here by hand: the compiler takes no code from the runtime.

export const MODERN = '2026-07-28';

/** A key that the protocol reserves in `_meta`. */
export function metaKey(name: string): string {
  return `io.modelcontextprotocol/${name}`;
}

/** What asks for one thing, and makes a record of its own when all is well. */
export const askMethods: ReadonlySet<string> = new Set([
  'tools/call',
  'prompts/get',
  'resources/read',
  'completion/complete',
]);

/** Far beyond the time that any test lets pass, so that no list goes stale by itself. */
export const FRESH = { ttlMs: 10 * 365 * 24 * 60 * 60 * 1000, cacheScope: 'public' } as const;

/** The `_meta` that every request of a modern client carries. */
export const clientMeta: Readonly<Record<string, unknown>> = {
  [metaKey('protocolVersion')]: MODERN,
  [metaKey('clientInfo')]: { name: 'mcpgw-test', version: '0.0.0' },
  [metaKey('clientCapabilities')]: {},
};

/** Value Encoding: visible ASCII as it is, all else in the Base64 sentinel. */
export function headerValue(value: string): string {
  const sentinel = value.startsWith('=?base64?') && value.endsWith('?=');
  const plain = /^[\x21-\x7e](?:[\x20-\x7e\t]*[\x21-\x7e])?$/.test(value);
  return plain && !sentinel ? value : `=?base64?${Buffer.from(value, 'utf8').toString('base64')}?=`;
}

/**
 * The `Mcp-Param-*` fields that a client owes a tool (Custom Headers from Tool Parameters), flat.
 *
 * @param schema the tool's input schema
 * @param args the call's arguments
 */
export function paramFields(schema: unknown, args: unknown): string[] {
  if (!isObject(schema) || !isObject(schema.properties) || !isObject(args)) return [];
  const own = args;
  return Object.entries(schema.properties).flatMap(([name, property]) => {
    if (!Object.hasOwn(own, name) || !isObject(property)) return [];
    const header = property['x-mcp-header'];
    const value = own[name];
    if (typeof header !== 'string' || value === null) return paramFields(property, value);
    return [`mcp-param-${header.toLowerCase()}`, headerValue(String(value))];
  });
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
