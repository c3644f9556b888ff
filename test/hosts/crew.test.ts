// Several processes behind one address, on each kind of host; /proc is where the processes are seen.
import { expect, it } from 'vitest';
import { NODE, OTHERS, onEach } from './hosts.ts';
import { startFile } from './process.ts';
import { gatewayOf, webServers } from './suite/config.ts';
import { crew } from './suite/crew.ts';
import { emit } from './suite/emitted.ts';
import { swaps } from './suite/swaps.ts';

const named = (name: string) => OTHERS.filter((host) => host.name === name);
const kinds = process.platform === 'linux' ? [NODE, ...named('bun')] : [];

onEach(kinds, 'several workers', crew);
onEach(kinds, 'a new bundle for several workers', (host) => swaps(host, ['--workers', '2']));
onEach(named('deno'), 'several workers', (host) => {
  it('says that it cannot', async () => {
    const { file, remove } = await emit(gatewayOf(webServers(['only'])), {}, ['workers']);
    const run = startFile(file, ['--workers', '2'], {}, host);
    expect(await run.ended).toBe(2);
    expect(run.out.stderr).toContain('Deno cannot serve with several workers');
    remove();
  });
});
