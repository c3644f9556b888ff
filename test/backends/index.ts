// The scriptable MCP backend of all tests: startBackend here, or `node test/backends/run.mjs stdio|http OPTIONS`.
export { type Backend, type Received, startBackend } from './http.ts';
export { type BackendOptions, type Executed, type Fault, type ToolScript, tool } from './script.ts';
export { oddTool, plainTools } from './tools.ts';
export { startWire, type Wire, type WireFault } from './wire.ts';
