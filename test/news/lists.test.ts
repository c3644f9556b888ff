// Whom a list that changed is told: who sees another one than before, by what it may see now.
import { expect, it } from 'vitest';
import type { CatalogStage } from '../../runtime/contract/catalog.ts';
import type { Environment } from '../../runtime/contract/environment.ts';
import type { Agent } from '../../runtime/contract/identity.ts';
import { createLists } from '../../runtime/news/lists.ts';
import { encode } from '../../runtime/protocol/bytes.ts';

const ann = (...roles: string[]): Agent => ({
  ...{ name: 'ann', team: '', roles, labels: {}, claims: {}, scopes: [], method: 'token' },
});

it('two tokens of one agent see what each lets it see', () => {
  let tools = ['echo'];
  const after: (() => void)[] = [];
  const told: string[] = [];
  const environment = {
    clock: { after: (_: number, fire: () => void) => after.push(fire) },
    digest: (text: string) => text,
  } as unknown as Environment;
  const catalog = {
    view: (_: string, { roles }: Agent) => ({
      json: encode(JSON.stringify(tools.filter((tool) => tool === 'echo' || roles.includes(tool)))),
    }),
    onChanged: (changed: () => void) => after.push(changed),
  } as unknown as CatalogStage;
  const lists = createLists({ environment, catalog, kinds: ['tools'] });
  lists.follow(ann(), () => told.push('the first'));
  lists.follow(ann('pay'), () => told.push('the second'));
  tools = ['echo', 'pay'];
  for (let at = 0; at < after.length; at++) after[at]!();
  expect(told).toEqual(['the second']);
});
