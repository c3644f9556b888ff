// The host Node: what a bundle imports to run as a program, and what tests import to serve a front.
export { type NodeWorld, nodeEnvironment } from './node/environment.ts';
export { isMain, main } from './node/main.ts';
export type { HostParts, Program } from './node/program.ts';
export { type Listen, type Serving, serve } from './node/serve.ts';
