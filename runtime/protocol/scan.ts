// One pass over a message, in either direction. See scan-client.ts (strict) and scan-server.ts (fast).

export { scanClient } from './scan-client.ts';
export { scanServer } from './scan-server.ts';
