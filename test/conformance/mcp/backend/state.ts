// The state that goes through clients, sealed so that nobody changes it on the way.
import { createRequestStateCodec, type ServerContext } from '@modelcontextprotocol/server';

const codec = createRequestStateCodec<string>({
  key: crypto.getRandomValues(new Uint8Array(32)),
  ttlSeconds: 600,
});

/** Seals `state` for the request of `context`. */
export function mint(state: string, context: ServerContext): Promise<string> | string {
  return codec.mint(state, context);
}

export const verify = codec.verify;
