// Prompts, resources and templates in the catalog: under which name, and whose.
import { describe, expect, it } from 'vitest';
import { catalogStage } from '../../runtime/catalog/index.ts';
import { decode } from '../../runtime/protocol/bytes.ts';
import { agent } from '../gateway/facts.ts';
import { context, type FakeBackend, fakeBackend, fakeTime, settled } from './fakes.ts';

const resource = (uri: string, more = '') => `{"uri":"${uri}","name":"r"${more}}`;
const template = (text: string) => `{"uriTemplate":"${text}","name":"t"}`;

async function open(backends: readonly FakeBackend[], changed: Parameters<typeof context>[2] = {}) {
  const made = context(backends, fakeTime(), changed);
  const catalog = catalogStage(made);
  catalog.start();
  await settled();
  return { catalog, log: made.log };
}

function backend(name: string, changed: Partial<Pick<FakeBackend, 'prompts' | 'resources' | 'templates'>>) {
  return Object.assign(fakeBackend(name, []), changed);
}

describe('prompts', () => {
  it('are named as tools are, and keep the rest of their definition', async () => {
    const { catalog } = await open([backend('crm', { prompts: ['{"name":"ask","extra":[1,2]}'] })]);
    const { json } = (await catalog.view('prompts', agent()))!;
    expect(decode(json)).toBe('[{"name":"crm__ask","extra":[1,2]}]');
    expect((await catalog.find('prompt', 'crm__ask'))?.original).toBe('ask');
    expect(await catalog.find('tool', 'crm__ask')).toBeUndefined();
  });

  it('of one name are hidden', async () => {
    const both = ['a', 'b'].map((name) => backend(name, { prompts: ['{"name":"ask"}'] }));
    const { catalog } = await open(both, { name: (_server, tool) => tool });
    expect(await catalog.find('prompt', 'ask')).toBeUndefined();
    expect(catalog.readiness().hidden.map(({ kind, server }) => `${kind} ${server}`)).toEqual([
      'prompts a',
      'prompts b',
    ]);
  });
});

describe('a resource', () => {
  it('keeps its URI and belongs to who lists it, however it is spelled', async () => {
    const { catalog } = await open([
      backend('a', {}),
      backend('b', { resources: [resource('docs://x/~y')] }),
    ]);
    expect((await catalog.find('resource', 'docs://x/~y'))?.server).toBe('b');
    expect((await catalog.find('resource', 'DOCS://X/%7Ey'))?.server).toBe('b');
    expect(await catalog.find('resource', 'docs://x/../x/~y')).toBeUndefined();
    expect(decode((await catalog.view('resources', agent()))!.json)).toBe(`[${resource('docs://x/~y')}]`);
  });

  it('of an app, and a template of such, belong to their server alike', async () => {
    const servers = [
      backend('a', { resources: [resource('ui://chart/v1.2')] }),
      backend('b', { templates: [template('ui://table/{rows}{?sort}')] }),
    ];
    for (const order of [servers, [...servers].reverse()]) {
      const { catalog } = await open(order);
      for (const [uri, server] of [
        ['ui://chart/v1.2', 'a'],
        ['ui://table/12?sort=up', 'b'],
      ] as const) {
        const found = await catalog.find('resource', uri);
        expect([found?.server, found?.original]).toEqual([server, uri]);
      }
      expect(decode((await catalog.view('resourceTemplates', agent()))!.json)).toContain(
        'ui://table/{rows}{?sort}',
      );
    }
  });

  it('that two list belongs to neither, until the policy says whose it is', async () => {
    const both = ['a', 'b'].map((name) => backend(name, { resources: [resource('docs://x')] }));
    const { catalog, log } = await open(both);
    expect(await catalog.find('resource', 'docs://x')).toBeUndefined();
    expect(log.join('\n')).toContain('use catalog.resources');
    const resources = [{ matches: (uri: string) => uri.startsWith('docs://'), server: 'b' }];
    const said = await open(both, { resources });
    expect((await said.catalog.find('resource', 'docs://x'))?.server).toBe('b');
  });

  it('that nobody lists belongs to whose template it fits, else to whom the policy names', async () => {
    const servers = [backend('a', { templates: [template('docs://{page}')] }), backend('b', {})];
    const resources = [{ matches: (uri: string) => uri.startsWith('other://'), server: 'b' }];
    const { catalog } = await open(servers, { resources });
    expect((await catalog.find('resource', 'docs://one'))?.server).toBe('a');
    expect((await catalog.find('resource', 'other://one'))?.server).toBe('b');
    expect(await catalog.find('resource', 'third://one')).toBeUndefined();
  });

  it('whose URI fits templates of two servers belongs to neither', async () => {
    const servers = ['a', 'b'].map((name) => backend(name, { templates: [template('docs://{page}')] }));
    const { catalog } = await open(servers);
    expect(await catalog.find('resource', 'docs://one')).toBeUndefined();
    // Nor does the template, if it is one.
    expect(catalog.template('docs://{page}')).toBeUndefined();
    expect(decode((await catalog.view('resourceTemplates', agent()))!.json)).toBe('[]');
    expect(catalog.readiness().hidden.map(({ kind, server }) => [kind, server])).toEqual([
      ['resourceTemplates', 'a'],
      ['resourceTemplates', 'b'],
    ]);
    const owned = (await open(servers, { resources: [{ matches: () => true, server: 'b' }] })).catalog;
    expect(owned.template('docs://{page}')?.server).toBe('b');
    expect((await owned.find('resource', 'docs://one'))?.server).toBe('b');
  });

  it('is not seen by who may not see it', async () => {
    const { catalog } = await open([
      backend('a', { resources: [resource('docs://x'), resource('docs://y')] }),
    ]);
    const view = (await catalog.view('resources', agent({ labels: { blind: 'docs://x' } })))!;
    expect(decode(view.json)).toBe(`[${resource('docs://y')}]`);
  });
});

it('a prompt is offered under any name that people can read', async () => {
  const names = ['Code Review', '審査', 'a/b?c'];
  const odd = ['', 'zero\u200bwidth', 'line\nbreak', 'x'.repeat(128)];
  const prompts = [...names, ...odd].map((name) => JSON.stringify({ name }));
  const { catalog } = await open([backend('a', { prompts })]);
  for (const name of names) expect((await catalog.find('prompt', `a__${name}`))?.original, name).toBe(name);
  const { json } = (await catalog.view('prompts', agent()))!;
  expect(JSON.parse(decode(json)).map(({ name }: { name: string }) => name)).toEqual(
    ['', ...names].map((name) => `a__${name}`).sort(),
  );
  expect(catalog.readiness().hidden.map(({ kind }) => kind)).toEqual(['prompts', 'prompts', 'prompts']);
});

describe('what an agent is told of', () => {
  it('is what the servers can do of which it sees something', async () => {
    const { catalog } = await open([
      backend('a', { prompts: ['{"name":"ask"}'] }),
      backend('b', { templates: [template('docs://{page}')] }),
    ]);
    const { kinds } = await catalog.abilities(agent({ labels: { blind: 'a__ask' } }));
    expect(kinds).toEqual({ tools: false, prompts: false, resources: false, resourceTemplates: true });
  });

  it('is that arguments are completed where it sees a prompt or template of a server that does', async () => {
    const completing = (offers: Parameters<typeof backend>[1]) =>
      Object.assign(backend('a', offers), { says: { completions: true } });
    const told = async (offers: Parameters<typeof backend>[1], blind = '') =>
      (await (await open([completing(offers)])).catalog.abilities(agent({ labels: { blind } }))).completions;
    expect(await told({ prompts: ['{"name":"ask"}'] })).toBe(true);
    expect(await told({ templates: [template('docs://{page}')] })).toBe(true);
    expect(await told({ resources: [resource('docs://x')] })).toBe(false);
    expect(await told({ prompts: ['{"name":"ask"}'], resources: [resource('docs://x')] }, 'a__ask')).toBe(
      false,
    );
  });

  it('has the extensions of all servers of which it sees something: of two of one name the first', async () => {
    const says = (extensions: object, experimental = {}) => ({ extensions, experimental }) as never;
    const offering = (name: string, given: object, experimental?: object) =>
      Object.assign(backend(name, { prompts: ['{"name":"ask"}'] }), { says: says(given, experimental) });
    const { catalog } = await open([
      offering('a', { 'com.example/z': { of: 'a' }, 'io.modelcontextprotocol/ui': {} }, { odd: 1 }),
      offering('b', {
        'com.example/z': { of: 'b', more: true },
        'com.example/b': {},
        // Tasks are told by the gateway itself; how a client proves itself is of one hop.
        'io.modelcontextprotocol/tasks': {},
        'io.modelcontextprotocol/oauth-client-credentials': {},
      }),
      offering('c', { 'com.example/unseen': {} }),
    ]);
    const abilities = async (blind: string) => {
      const { extensions, experimental } = await catalog.abilities(agent({ labels: { blind } }));
      return { extensions: Object.entries(extensions), experimental };
    };
    expect(await abilities('c__ask')).toEqual({
      extensions: [
        ['com.example/b', {}],
        ['com.example/z', { of: 'a' }],
        ['io.modelcontextprotocol/ui', {}],
      ],
      experimental: { odd: 1 },
    });
    expect((await abilities('a__ask')).extensions).toContainEqual(['com.example/z', { of: 'b', more: true }]);
  });
});
