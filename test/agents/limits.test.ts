// What agents with tokens are charged to: their names and roles hold whatever an issuer writes.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTokenGateway, type TokenGateway } from './gateway.ts';

let gateway: TokenGateway;
beforeAll(async () => {
  const limits = '  - { name: few, per: [agent, role], tools: "*", rate: 1/hour }\n';
  gateway = await startTokenGateway(`limits:\n${limits}`, ", roles: 'claims.?groups.orValue([])'");
});
afterAll(() => gateway?.stop());

it('no agent is charged to the cell of another, whatever both are called', async () => {
  const called = async (sub: string, ...groups: string[]): Promise<number> => {
    const bearer = await gateway.token(300, { sub, groups });
    return (await gateway.post(bearer, 'tools/call', { name: 'one__test_simple_text', arguments: {} }))
      .status;
  };
  expect(await called('auth0|1', '2|x')).toBe(200);
  expect(await called('auth0|1|2', 'x')).toBe(200);
  expect(await called('auth0|1', '2|x')).toBe(429);
});
