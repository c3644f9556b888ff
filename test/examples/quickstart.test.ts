// `npm start` as a person runs it: it serves, shows what two agents are answered, and Ctrl-C ends all it started.
import { execFileSync, spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { until } from '../hosts/suite/emitted.ts';

const root = resolve(import.meta.dirname, '../..');

/** Processes that descend from `pid`, by id. */
function descendants(pid: number): number[] {
  const table = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' });
  const rows = table
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/).map(Number) as [number, number]);
  const below = (parent: number): number[] =>
    rows.filter(([, of]) => of === parent).flatMap(([child]) => [child, ...below(child)]);
  return below(pid);
}

const commandOf = (pid: number): string =>
  execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

test('npm start, whose reader goes while it shows', { timeout: 60_000 }, async () => {
  const child = spawn(process.execPath, [join(root, 'examples/quickstart/start.mjs')], {
    cwd: root,
  });
  let [out, err] = ['', ''];
  let poke: NodeJS.Timeout | undefined;
  child.stderr.setEncoding('utf8').on('data', (text) => (err += text));
  const ended = new Promise((done) => child.on('exit', done));
  child.stdout.setEncoding('utf8').on('data', (text) => (out += text));
  try {
    await until(() => out.includes('support-bot sees'), 30_000);
    const started = descendants(child.pid!);
    child.stdout.destroy();
    // Where all was shown already, the record of a refusal is what nobody reads.
    const url = /listens on (\S+)/.exec(err)![1]!;
    poke = setInterval(() => fetch(url, { method: 'POST' }).catch(() => {}), 200);
    await ended;
    await until(() => !started.some(alive));
    expect(err).not.toContain('Error:');
  } finally {
    clearInterval(poke);
    child.kill('SIGKILL');
  }
});

test('npm start', { timeout: 60_000 }, async () => {
  const child = spawn(process.execPath, [join(root, 'examples/quickstart/start.mjs')], { cwd: root });
  let out = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => (out += text));
  const ended = new Promise((done) => child.on('exit', done));
  try {
    await until(() => out.includes('Below is the audit log'), 30_000);
    expect(out).toMatch(/support-bot sees \d+ tools/);
    expect(out).toContain('The sum of 20 and 22 is 42.');
    expect(out).toContain('Support may add up to 100.');
    expect(out).toContain('Unknown tool: files__write_file');
    expect(out).toContain('Successfully wrote to note.txt');
    expect(out).toContain('Only .txt files may be written here.');
    // The printed line, as a shell takes it.
    const curl = /^ {2}curl [\s\S]*?\n(?= {2}npx)/m.exec(out)![0];
    const called = () => execFileSync('sh', ['-c', curl], { encoding: 'utf8' });
    expect(called()).toContain('Echo: hello');
    const everything = descendants(child.pid!).find((pid) => commandOf(pid).includes('server-everything'))!;
    process.kill(everything);
    await until(() => out.includes('the gateway goes on without it'));
    expect(called()).toContain('cannot be reached. The call was not sent.');
    await until(() => called().includes('Echo: hello'), 20_000);
    await until(() => out.includes('"tool":"everything__echo"'));
    const started = descendants(child.pid!);
    expect(started.length).toBeGreaterThanOrEqual(4);
    child.kill('SIGINT');
    expect(await ended).toBe(0);
    await until(() => !started.some(alive));
  } finally {
    child.kill('SIGKILL');
  }
});
