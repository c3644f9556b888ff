// A short run of the kills on Node. The whole: `KILLS=1000 IN_FLIGHT=200 npx vitest run test/faults/kills.test.ts`, which
// kills on each host, and prints what it saw.
import { expect, it } from 'vitest';
import { NODE, OTHERS, onEach } from '../hosts/hosts.ts';
import { runKills } from './kills.ts';

const { KILLS, IN_FLIGHT = '40' } = process.env;
const others = OTHERS.filter(({ name }) => name === 'deno' || name === 'bun');

it.skipIf(KILLS === undefined)('a gateway that is careless is noticed', { timeout: 600_000 }, async () => {
  expect((await runKills(NODE, 14, Number(IN_FLIGHT), true)).twice).toBeGreaterThan(0);
});

onEach(KILLS === undefined ? [NODE] : [NODE, ...others], 'connections to a server are killed', (host) => {
  it('and nothing runs twice, and no call is lost that may run twice', { timeout: 3_600_000 }, async () => {
    const seen = await runKills(host, Number(KILLS ?? 7), Number(IN_FLIGHT));
    if (KILLS !== undefined) console.log(`${host.name}: ${JSON.stringify(seen)}`);
    expect(seen).toMatchObject({ twice: 0, untrue: 0, lost: 0 });
    expect(seen.calls).toBeGreaterThan(100);
    // The kills were felt.
    expect(seen.errors).toBeGreaterThan(0);
  });
});
