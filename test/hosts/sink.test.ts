// Lines to a descriptor: all of them, in order, whole, also when the reader is slow and at the end of the process.
import { spawnSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readFileSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lineSink } from '../../runtime/hosts/node/sink.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mcpgw-sink-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const numbered = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => `{"n":${i},"text":"é"}`);

it('writes every line, in order', async () => {
  const path = join(folder, 'all');
  const descriptor = openSync(path, 'w');
  const sink = lineSink(descriptor, (reason) => expect.unreachable(reason));
  for (const [i, line] of numbered(3000).entries()) {
    sink.add(line);
    if (i % 500 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await sink.idle();
  closeSync(descriptor);
  expect(readFileSync(path, 'utf8')).toBe(`${numbered(3000).join('\n')}\n`);
});

it('writes what is left at the end, without waiting', () => {
  const path = join(folder, 'flush');
  const descriptor = openSync(path, 'w');
  const sink = lineSink(descriptor, (reason) => expect.unreachable(reason));
  for (const line of numbered(10)) sink.add(line);
  sink.flush();
  sink.flush();
  closeSync(descriptor);
  expect(readFileSync(path, 'utf8')).toBe(`${numbered(10).join('\n')}\n`);
});

it('says once that its descriptor is broken, and takes no more', async () => {
  const descriptor = openSync('/dev/full', 'w');
  const reasons: string[] = [];
  const sink = lineSink(descriptor, (reason) => void reasons.push(reason));
  sink.add('a');
  await sink.idle();
  sink.add('b');
  sink.flush();
  expect(reasons).toHaveLength(1);
  expect(reasons[0]).toContain('ENOSPC');
  closeSync(descriptor);
});

it('gives up on a reader that never reads, before memory ends', () => {
  const reasons: string[] = [];
  const { readEnd, writeEnd } = stuckPipe();
  const sink = lineSink(writeEnd, (reason) => void reasons.push(reason));
  const line = 'x'.repeat(1024 * 1024);
  for (let i = 0; i < 70; i++) sink.add(line);
  expect(reasons).toEqual(['its reader does not read']);
  closeSync(writeEnd);
  closeSync(readEnd);
});

it('goes on after a write that the pipe took only in part', async () => {
  const { readEnd, writeEnd } = stuckPipe();
  const sink = lineSink(writeEnd, (reason) => expect.unreachable(reason));
  const lines = numbered(20_000);
  for (const line of lines) sink.add(line);
  const expected = `${lines.join('\n')}\n`;
  let text = Buffer.alloc(0);
  while (text.length < Buffer.byteLength(expected)) text = Buffer.concat([text, await readSome(readEnd)]);
  expect(text.toString()).toBe(expected);
  closeSync(writeEnd);
  closeSync(readEnd);
});

it('loses nothing to a reader that is slower than a pipe is deep', () => {
  const script = `
    import { lineSink } from ${JSON.stringify(builtSink())};
    const sink = lineSink(1, () => process.exit(9));
    process.on('exit', () => sink.flush());
    const line = 'x'.repeat(999);
    for (let i = 0; i < 2000; i++) sink.add(line);
    await sink.idle();
  `;
  const slow = 'sleep 0.3; wc -c';
  const result = spawnSync('sh', [
    '-c',
    `"${process.execPath}" --input-type=module -e "$0" | (${slow})`,
    script,
  ]);
  expect(result.stdout.toString().trim()).toBe(String(2000 * 1000));
});

/** A pipe that nobody reads. */
function stuckPipe(): { readEnd: number; writeEnd: number } {
  const path = join(folder, 'pipe');
  rmSync(path, { force: true });
  spawnSync('mkfifo', [path]);
  const readEnd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  return { readEnd, writeEnd: openSync(path, constants.O_WRONLY | constants.O_NONBLOCK) };
}

/** What the pipe holds; after a pause when it holds nothing. */
async function readSome(descriptor: number): Promise<Buffer> {
  const buffer = Buffer.alloc(100_000);
  try {
    return buffer.subarray(0, readSync(descriptor, buffer));
  } catch {
    await new Promise((resolve) => setTimeout(resolve, 2));
    return Buffer.alloc(0);
  }
}

function builtSink(): string {
  const file = join(folder, 'sink.mjs');
  const source = new URL('../../runtime/hosts/node/sink.ts', import.meta.url).pathname;
  spawnSync('npx', ['esbuild', source, `--outfile=${file}`, '--format=esm', '--log-level=error']);
  return file;
}
