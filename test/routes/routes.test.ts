import { describe, expect, it } from 'vitest';
import type { CatalogItem } from '../../runtime/contract/catalog.ts';
import type { RoutePlan } from '../../runtime/contract/plan-ways.ts';
import type { RoutingContext } from '../../runtime/contract/ways.ts';
import { routeStage } from '../../runtime/routes/index.ts';
import { serverPlan } from '../catalog/fakes.ts';
import { agent, callOf, tool } from '../gateway/facts.ts';

const route = (changed: Partial<RoutePlan> & Pick<RoutePlan, 'to'>): RoutePlan => ({
  ...{ place: 'gateway.yaml:7', tools: () => true, when: null, reads: { args: true, request: false } },
  ...changed,
});

const ITEM = { backend: {}, timeoutMs: 1, original: 'q' } as CatalogItem;

function way(routes: readonly RoutePlan[], args: unknown = {}, original = 'search') {
  const found: string[] = [];
  const context = {
    plan: {
      routes,
      servers: [serverPlan('crm', { rename: { q: 'search' } }), serverPlan('sandbox')],
      catalog: { name: (server: string, name: string) => `${server}__${name}` },
      failover: { codegen: { timeoutMs: 77 } },
    },
    find: (name: string) => {
      found.push(name);
      return name === 'sandbox__search' ? ITEM : undefined;
    },
    failover: { chain: (name: string, own: string) => () => () => found.push(`${name} ${own}`) },
  } as unknown as RoutingContext;
  const chosen = routeStage(context).way(tool({ original }));
  return { taking: chosen?.(agent(), callOf(args), ITEM), found };
}

describe('routes', () => {
  it('are asked in order; the first that holds decides, one that fails does not', () => {
    const fails = () => {
      throw new Error('no such key');
    };
    const routes = [
      route({ to: { server: 'never' }, when: fails }),
      route({ to: { server: 'sandbox' }, when: (_, __, args) => (args as { over?: true }).over === true }),
      route({ to: { server: 'crm', labels: { track: 'canary' } } }),
    ];
    expect(way(routes, { over: true }).taking).toMatchObject({ route: { to: 'sandbox' }, item: ITEM });
    expect(way(routes).taking).toMatchObject({
      route: { to: 'crm' },
      item: ITEM,
      labels: { track: 'canary' },
    });
  });

  it('concern no tool that none speaks of', () => {
    expect(way([route({ to: { server: 'sandbox' }, tools: () => false })]).taking).toBeUndefined();
  });

  it('that hang on the tool alone are asked once per definition', () => {
    let asked = 0;
    const when = (_: unknown, of: { name: string }) => {
      asked += 1;
      return of.name === 'crm__search';
    };
    const fixed = route({ to: { server: 'sandbox' }, when: when as never, fixed: true });
    expect(way([fixed]).taking).toMatchObject({ route: { to: 'sandbox' } });
    expect(asked).toBe(1);
    const never = route({ to: { server: 'sandbox' }, when: () => false, fixed: true });
    expect(way([never]).taking).toBeUndefined();
  });

  it('lead to the tool of the same name after rename', () => {
    expect(way([route({ to: { server: 'sandbox' } })], {}, 'q').found).toEqual(['sandbox__search']);
  });

  it('lead to a chain, with its deadline', () => {
    const { taking, found } = way([route({ to: { failover: 'codegen' } })], {}, 'q');
    expect(taking).toMatchObject({ route: { to: 'codegen' }, item: { timeoutMs: 77, original: 'q' } });
    taking!.item.backend.call({} as never, {} as never)();
    expect(found).toEqual(['codegen search']);
  });

  it('that lead to what is not there are not reached', () => {
    const { taking } = way([route({ to: { server: 'sandbox' } })], {}, 'absent');
    let failure: unknown;
    taking!.item.backend.call({} as never, { failed: (why: unknown) => (failure = why) } as never);
    expect(failure).toMatchObject({ kind: 'unreachable', sent: false });
  });
});
