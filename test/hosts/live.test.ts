// What a swap is made of: the front that may change, servers kept running, and the file that is watched.
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Admission, Answer, Exchange, Front } from '../../runtime/contract/http.ts';
import type { Backend } from '../../runtime/contract/server.ts';
import { liveFront } from '../../runtime/hosts/live/front.ts';
import { createKeeper } from '../../runtime/hosts/live/keeper.ts';
import { type Watch, watchFile } from '../../runtime/hosts/live/watch.ts';

const head = { method: 'POST', target: '/mcp', fields: [], peer: '127.0.0.1' };

describe('a front that changes', () => {
  const served: string[] = [];
  const answers: Answer[] = [];
  const exchange = { send: (answer: Answer) => void answers.push(answer) } as Exchange;
  const front = (name: string, lets: boolean): Front => ({
    bounds: { headBytes: 1, headMs: 1, bodyBytes: 1, bodyMs: 1 },
    admit: async () => (lets ? { head, caller: name } : { status: 401, fields: [], body: [] }),
    serve: ({ caller }) => void served.push(`${caller} by ${name}`),
    refuse: (status) => ({ status, fields: [name], body: [] }),
  });
  const pause = () => new Promise((resolve) => setTimeout(resolve, 1));

  it('serves what it admitted, and has today’s policy admit again what came in before', async () => {
    const live = liveFront(front('old', true));
    const before = (await live.front.admit(head)) as Admission<never>;
    live.front.serve(before, new Uint8Array(), exchange);
    live.set(front('new', true));
    live.front.serve(before, new Uint8Array(), exchange);
    await pause();
    expect(served).toEqual(['old by old', 'new by new']);
  });

  it('refuses what today’s policy does not let in any more', async () => {
    const live = liveFront(front('old', true));
    const before = (await live.front.admit(head)) as Admission<never>;
    live.set(front('new', false));
    served.length = 0;
    live.front.serve(before, new Uint8Array(), exchange);
    await pause();
    expect([served, answers.map(({ status }) => status)]).toEqual([[], [401]]);
    expect(live.front.refuse(400, head).fields).toEqual(['new']);
  });
});

describe('servers kept running', () => {
  it('ends one when the last who took it has closed it, and tells all of changes', async () => {
    let ended = 0;
    let change = (): void => {};
    const make = (): Backend =>
      ({
        name: 'kid',
        onChanged: (changed: () => void) => (change = changed),
        close: async () => void ended++,
      }) as unknown as Backend;
    const keep = createKeeper();
    const [first, second] = [keep('kid', 'same', make), keep('kid', 'same', () => expect.unreachable())];
    const told: string[] = [];
    first.onChanged(() => told.push('first'));
    second.onChanged(() => told.push('second'));
    change();
    await first.close();
    await first.close();
    change();
    expect([told, ended]).toEqual([['first', 'second', 'second'], 0]);
    await second.close();
    expect(ended).toBe(1);
    let made = 0;
    keep('kid', 'same', () => {
      made++;
      return make();
    });
    expect(made).toBe(1);
  });
});

describe('a file that is watched', () => {
  let folder: string;
  let file: string;
  let watch: Watch;
  let seen: string[];
  const gone: string[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mcpgw-watch-'));
    file = join(folder, 'gateway.mjs');
    writeFileSync(file, 'one');
    seen = [];
  });
  afterEach(() => {
    watch.stop();
    rmSync(folder, { recursive: true });
  });
  const begin = (): void => {
    watch = watchFile(file, 'one', {
      changed: async (text) => void seen.push(text),
      missing: (reason) => void gone.push(reason),
    });
  };
  const sees = async (...texts: string[]): Promise<void> => {
    for (let i = 0; i < 500 && seen.length < texts.length; i++)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(seen).toEqual(texts);
  };

  it('is taken when it was replaced, and not when it was only touched', async () => {
    begin();
    writeFileSync(file, 'one');
    writeFileSync(`${file}.new`, 'two');
    renameSync(`${file}.new`, file);
    await sees('two');
  });

  it('is taken when a link on the way leads elsewhere, as a ConfigMap’s does', async () => {
    rmSync(file);
    for (const version of ['1', '2']) mkdirSync(join(folder, version));
    writeFileSync(join(folder, '1/gateway.mjs'), 'one');
    writeFileSync(join(folder, '2/gateway.mjs'), 'two');
    symlinkSync('1', join(folder, '..data'));
    symlinkSync('..data/gateway.mjs', file);
    begin();
    symlinkSync('2', join(folder, '..new'));
    renameSync(join(folder, '..new'), join(folder, '..data'));
    rmSync(join(folder, '1'), { recursive: true });
    await sees('two');
  });

  it('is told once that it is gone, and taken when it is back', async () => {
    begin();
    rmSync(file);
    for (let i = 0; i < 500 && gone.length === 0; i++)
      await new Promise((resolve) => setTimeout(resolve, 10));
    writeFileSync(file, 'two');
    await sees('two');
    expect(gone).toHaveLength(1);
    expect(gone[0]).toContain('ENOENT');
  });

  it('is taken at once when asked, though it is the same', async () => {
    begin();
    watch.now();
    await sees('one');
  });
});
