// The key the load generator calls with: public, of no use anywhere else.
import { createHash } from 'node:crypto';

export const KEY = 'mcpgw_bench_public_key_of_the_load_generator';

export function keyHash() {
  return `sha256:${createHash('sha256').update(KEY).digest('hex')}`;
}
