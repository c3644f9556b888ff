import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/order.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // A busy machine is no failure.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Two cores: more workers only make each other's timers late.
    maxWorkers: 2,
    // No module keeps state and no test changes what is global, so files need no process of their own: each would load
    // the compiler anew.
    isolate: false,
    // What was emitted is loaded as Node loads it: Vite would take it apart, and write it anew, each time.
    server: { deps: { external: [/\/mcpgw-[^/]+\/.*\.mjs$/] } },
    sequence: { sequencer: LongestFirst },
  },
});
