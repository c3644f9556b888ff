// What stands in for a client that no server of the gateway needs. Using it is a mistake of the bundle.
import type { HttpClient, Spawn } from '../../contract/environment.ts';

const nothing = (): void => {};

/** Fails every request: this bundle has no HTTP servers. */
export const noHttp: HttpClient = {
  request(_call, handler) {
    queueMicrotask(() => handler.error('this bundle has no HTTP client', false));
    return nothing;
  },
  close: async () => {},
};

/** Starts nothing: this bundle has no stdio servers. */
export const noSpawn: Spawn = (_command, _env, handler) => {
  queueMicrotask(() => handler.exit('this bundle starts no processes'));
  return { write: () => false, stop: async () => {} };
};
