// Programs that some tests need and a machine may lack. CI names those it must have in MCPGW_TEST_REQUIRE.
import { spawnSync } from 'node:child_process';
import { test } from 'vitest';

/** `test` where the program is there or must be there; else a test that is skipped. */
export function unlessMissing(program: string): typeof test {
  const required = (process.env.MCPGW_TEST_REQUIRE ?? '').split(/[ ,]+/).includes(program);
  const found = spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
  // What must be there and is not fails by itself, with the program's name.
  return found || required ? test : (test.skip as typeof test);
}
