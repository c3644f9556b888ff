// One request to the gateway, as a client of the 2026-07-28 revision sends it: no session, no handshake.

/** Public keys, for the quickstart only; gateway.yaml holds their hashes. */
export const KEYS = {
  'support-bot': 'mcpgw_demo_support_public_key_do_not_reuse',
  builder: 'mcpgw_demo_builder_public_key_do_not_reuse',
};

const META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'quickstart', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
};
let id = 0;

/** Sends `method` as `agent`; resolves with the JSON-RPC response. */
export async function ask(url, agent, method, params = {}) {
  id += 1;
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${KEYS[agent]}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': method,
      ...(params.name === undefined ? {} : { 'mcp-name': params.name }),
    },
    body: JSON.stringify({ jsonrpc: '2.0', id, method, params: { ...params, _meta: META } }),
  });
  return answer.json();
}
