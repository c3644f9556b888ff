import { describe, expect, it } from 'vitest';
import { catalogStage } from '../../runtime/catalog/index.ts';
import type { CatalogStage, CatalogView } from '../../runtime/contract/catalog.ts';
import type { Agent } from '../../runtime/contract/identity.ts';
import type { ToolFacts } from '../../runtime/contract/tool.ts';
import { decode } from '../../runtime/protocol/bytes.ts';
import { agent } from '../gateway/facts.ts';
import { context, type FakeBackend, fakeBackend, fakeTime, serverPlan, settled } from './fakes.ts';

const SEARCH = '{"name":"search","inputSchema":{"type":"object"}}';
const GET = '{"name":"get","inputSchema":{"type":"object"},"x-odd":[9007199254740993,{"deep":null}]}';

async function open(backends: readonly FakeBackend[], changed: Parameters<typeof context>[2] = {}) {
  const time = fakeTime();
  const given = context(backends, time, changed);
  const catalog = catalogStage(given);
  catalog.start();
  await settled();
  return { catalog, time, log: given.log };
}

async function namesFor(catalog: CatalogStage, who: Agent = agent()): Promise<string[]> {
  const view = (await catalog.view('tools', who)) as CatalogView;
  return (JSON.parse(decode(view.json)) as { name: string }[]).map(({ name }) => name);
}

describe('catalog', () => {
  it('is one list over all servers, in the order of names', async () => {
    const { catalog } = await open([fakeBackend('zoo', [SEARCH]), fakeBackend('crm', [SEARCH, GET])]);
    expect(await namesFor(catalog)).toEqual(['crm__get', 'crm__search', 'zoo__search']);
  });

  it('keeps a definition as it came, but for the name', async () => {
    const { catalog } = await open([fakeBackend('crm', [GET])]);
    const view = (await catalog.view('tools', agent()))!;
    expect(decode(view.json)).toBe(`[${GET.replace('"get"', '"crm__get"')}]`);
  });

  it('is empty, and valid JSON, without tools', async () => {
    const { catalog } = await open([]);
    expect(decode((await catalog.view('tools', agent()))!.json)).toBe('[]');
  });

  it('is no list where no server could be listed, and the rest where one could not', async () => {
    const down = new Error('down');
    const { catalog } = await open([fakeBackend('crm', down), fakeBackend('zoo', down)]);
    expect(await catalog.view('tools', agent())).toBeNull();
    const other = await open([fakeBackend('crm', down), fakeBackend('zoo', [SEARCH])]);
    expect(await namesFor(other.catalog)).toEqual(['zoo__search']);
  });

  it('goes on showing what it knew of a server that is down by now', async () => {
    const crm = fakeBackend('crm', [SEARCH]);
    const { catalog, time } = await open([crm]);
    crm.next = new Error('down');
    crm.change();
    time.advance(1000);
    await settled();
    expect(await namesFor(catalog)).toEqual(['crm__search']);
  });

  it('waits once for a slow server, and for no list after that', async () => {
    const { catalog, time } = await open([fakeBackend('slow', null), fakeBackend('zoo', [SEARCH])]);
    const first = catalog.view('tools', agent());
    expect(first).toBeInstanceOf(Promise);
    time.advance(5000);
    await settled();
    await first;
    expect(catalog.view('tools', agent())).not.toBeInstanceOf(Promise);
    expect(await namesFor(catalog)).toEqual(['zoo__search']);
  });

  it('shows each agent what it may see', async () => {
    const { catalog } = await open([fakeBackend('crm', [SEARCH, GET])]);
    const blind = agent({ labels: { blind: 'crm__get' } });
    expect(await namesFor(catalog, blind)).toEqual(['crm__search']);
  });

  it('offers, renames and labels by the server plan', async () => {
    const server = serverPlan('crm', {
      offers: (name) => name !== 'get',
      rename: { search: 'find' },
      labels: (name) => (name === 'find' ? { cost: 'high' } : {}),
    });
    const { catalog } = await open([fakeBackend('crm', [SEARCH, GET])], { servers: [server] });
    expect(await namesFor(catalog)).toEqual(['crm__find']);
    const tool = await catalog.find('tool', 'crm__find');
    expect(tool?.facts).toMatchObject({ original: 'search', server: 'crm', labels: { cost: 'high' } });
  });

  it('finds an old name by its alias, and does not list it', async () => {
    const { catalog } = await open([fakeBackend('crm', [SEARCH])], { alias: { crm__find: 'crm__search' } });
    expect((await catalog.find('tool', 'crm__find'))?.facts).toMatchObject({ name: 'crm__search' });
    expect(await namesFor(catalog)).toEqual(['crm__search']);
    for (const name of ['__proto__', 'constructor', 'toString', ''])
      expect(await catalog.find('tool', name)).toBeUndefined();
  });

  it('hides two tools of one name, and says so', async () => {
    const backends = [fakeBackend('a', [SEARCH]), fakeBackend('b', [SEARCH, GET])];
    const { catalog, log } = await open(backends, { name: (_server, tool) => tool });
    expect(await namesFor(catalog)).toEqual(['get']);
    expect(catalog.readiness().hidden.map(({ name, server }) => `${server}:${name}`)).toEqual([
      'a:search',
      'b:search',
    ]);
    expect(log.join('\n')).toContain('server b offers a tool of the same name');
  });

  it('lists a name that MCP allows and model APIs refuse, and says so', async () => {
    const long = 'x'.repeat(60);
    const { catalog, log } = await open([fakeBackend('crm', [`{"name":"${long}"}`])]);
    expect(await namesFor(catalog)).toEqual([`crm__${long}`]);
    expect(log.join('\n')).toContain(`tool "crm__${long}" of server crm has 65 characters`);
  });

  it('says once what its server lists in vain, and again when that changes', async () => {
    const backend = fakeBackend('crm', [SEARCH]);
    const rejected = [{ kind: 'tools', name: 'odd', reason: 'it is odd' }] as const;
    backend.says = { rejected };
    const { log, time } = await open([backend]);
    const said = (): number => log.filter((line) => line.includes('left out')).length;
    const again = async (): Promise<void> => {
      backend.change();
      await time.advance(60);
      await settled();
    };
    await again();
    expect([said(), backend.lists]).toEqual([1, 2]);
    backend.says = { rejected: [...rejected, { kind: 'tools', name: 'two', reason: 'it is, too' }] };
    await again();
    expect(said()).toBe(3);
  });

  it('hides a name that MCP does not allow', async () => {
    const { catalog } = await open([fakeBackend('crm', ['{"name":"no spaces"}', SEARCH])]);
    expect(await namesFor(catalog)).toEqual(['crm__search']);
    expect(catalog.readiness().hidden[0]?.reason).toMatch(/1 to 128 characters/);
  });
});

describe('hints', () => {
  const factsOf = async (annotations: string) => {
    const definition = `{"name":"t","annotations":${annotations}}`;
    const { catalog } = await open([fakeBackend('s', [definition])]);
    return ((await catalog.find('tool', 's__t'))!.facts as ToolFacts).annotations;
  };

  it('have the specification’s defaults', async () => {
    expect(await factsOf('{}')).toMatchObject({
      readOnlyHint: false,
      destructiveHint: true,
      idempotentHint: false,
      openWorldHint: true,
    });
  });

  it('take a tool that only reads for one that destroys nothing', async () => {
    expect(await factsOf('{"readOnlyHint":true}')).toMatchObject({
      readOnlyHint: true,
      destructiveHint: false,
    });
    expect(await factsOf('{"readOnlyHint":true,"destructiveHint":true}')).toMatchObject({
      destructiveHint: true,
    });
  });

  it('are not taken from anything but booleans', async () => {
    expect(await factsOf('{"readOnlyHint":"true","destructiveHint":0}')).toMatchObject({
      readOnlyHint: false,
      destructiveHint: true,
    });
  });
});

describe('lists of servers', () => {
  it('one dead server does not kill the rest, and is reported', async () => {
    const { catalog, log } = await open([
      fakeBackend('up', [SEARCH]),
      fakeBackend('dead', new Error('refused')),
    ]);
    expect(await namesFor(catalog)).toEqual(['up__search']);
    expect(catalog.readiness().servers.dead).toMatchObject({ state: 'down', tools: 0, stale: true });
    expect(log.join('\n')).toContain('server dead: cannot be listed: refused');
  });

  it('a server that is ended with the gateway is no news', async () => {
    let end = (_reason: Error): void => {};
    const list = () => new Promise<never>((_, reject) => (end = reject));
    const { catalog, log } = await open([{ ...fakeBackend('crm', null), list }]);
    catalog.close();
    end(new Error('it was ended by SIGTERM'));
    await settled();
    expect(log).toEqual([]);
  });

  it('one silent server holds up a question for five seconds at most', async () => {
    const { catalog, time } = await open([fakeBackend('up', [SEARCH]), fakeBackend('silent', null)]);
    let seen: string[] | null = null;
    namesFor(catalog).then((names) => {
      seen = names;
    });
    await time.advance(4_999);
    expect(seen).toBeNull();
    await time.advance(1);
    expect(seen).toEqual(['up__search']);
  });

  it('a known tool is found at once while another server is silent', async () => {
    const { catalog } = await open([fakeBackend('up', [SEARCH]), fakeBackend('silent', null)]);
    expect(catalog.find('tool', 'up__search')).not.toBeInstanceOf(Promise);
  });

  it('are asked again after a failure, with growing pauses', async () => {
    const backend = fakeBackend('crm', new Error('refused'));
    const { catalog, time } = await open([backend]);
    await time.advance(500 + 1_000 + 2_000);
    expect(backend.lists).toBe(4);
    backend.next = [SEARCH];
    await time.advance(4_000);
    expect(await namesFor(catalog)).toEqual(['crm__search']);
    await time.advance(30_000);
    expect(backend.lists).toBe(5);
  });

  it('are kept until they are old, then asked again while the kept one is served', async () => {
    const backend = fakeBackend('crm', [SEARCH]);
    backend.ttlMs = 10_000;
    const { catalog, time } = await open([backend]);
    for (let i = 0; i < 5; i++) await namesFor(catalog);
    expect(backend.lists).toBe(1);
    await time.advance(10_000);
    backend.next = [GET];
    expect(await namesFor(catalog)).toEqual(['crm__search']);
    await settled();
    expect(await namesFor(catalog)).toEqual(['crm__get']);
    expect(backend.lists).toBe(2);
  });

  it('are asked again when the server says so, once for a burst of changes', async () => {
    const backend = fakeBackend('crm', [SEARCH]);
    const { catalog, time } = await open([backend]);
    backend.next = [GET];
    for (let i = 0; i < 10; i++) backend.change();
    await time.advance(50);
    expect(await namesFor(catalog)).toEqual(['crm__get']);
    expect(backend.lists).toBe(2);
  });

  it('grow old by calls alone, too', async () => {
    const backend = fakeBackend('crm', [SEARCH]);
    backend.ttlMs = 1_000;
    const { catalog, time } = await open([backend]);
    const readOnly = SEARCH.replace('}}', '},"annotations":{"readOnlyHint":true}}');
    backend.next = [readOnly];
    await time.advance(2_000);
    catalog.find('tool', 'crm__search');
    await settled();
    const tool = await catalog.find('tool', 'crm__search');
    expect(tool?.facts).toMatchObject({ annotations: { readOnlyHint: true } });
    expect(backend.lists).toBe(2);
  });

  it('are asked for even while a server never stops changing', async () => {
    const backend = fakeBackend('crm', [SEARCH]);
    const { catalog, time } = await open([backend]);
    backend.next = [GET];
    for (let i = 0; i < 10; i++) {
      backend.change();
      await time.advance(20);
    }
    expect(await namesFor(catalog)).toEqual(['crm__get']);
  });

  it('stay what they were while their server is down', async () => {
    const backend = fakeBackend('crm', [SEARCH]);
    const { catalog, time } = await open([backend]);
    backend.next = new Error('gone');
    backend.change();
    await time.advance(60);
    expect(await namesFor(catalog)).toEqual(['crm__search']);
    expect(catalog.readiness().servers.crm).toMatchObject({ state: 'down', tools: 1, stale: true });
  });
});
