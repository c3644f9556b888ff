// Connections that break, on Node, Deno and Bun: the same suite over the same emitted file. Each byte: `BYTES=1 npx vitest run
// test/hosts/wires.test.ts`.
import { NODE, OTHERS, onEachAtOnce } from './hosts.ts';
import { wires } from './suite/wires.ts';

const others = OTHERS.filter(({ name }) => name === 'deno' || name === 'bun');

onEachAtOnce([NODE, ...others], 'an emitted gateway outlives its connections', wires);
