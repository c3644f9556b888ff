// `mcpgw compile [FILE] -o gateway.mjs`: the bundle and its companions on disk, or findings and no file.
import { basename, dirname, join } from 'node:path';
import { type Bundled, compile as compileGateway, type WayFlag } from '../index.ts';
import { UsageError } from './arguments.ts';
import { exit, type Given, type Io, type Run } from './command.ts';
import { readIfThere, writeAll } from './files.ts';
import { formatsOf, isRead } from './formats.ts';
import { denied, report, statusOf } from './report.ts';
import { targetOf } from './target.ts';
import { today } from './today.ts';

export const compile: Run = async (given, io) => {
  const file = given.operands[0] ?? 'gateway.yaml';
  const output = outputOf(given);
  const formats = formatsOf(given);
  const flags = wayFlags.filter((flag) => given.switch(flag));
  const compiled = await compileGateway(file, {
    overlays: given.values('with'),
    output: basename(output),
    minify: given.switch('minify'),
    flags,
    today: today(),
    target: targetOf(given),
  });
  const findings = denied(compiled.findings, given);
  const status = statusOf(findings);
  report({ findings, sources: compiled.sources, file }, formats, io);
  if (status !== exit.clean || compiled.bundle === null) return status;
  if (compiled.bundle.manifest.targets.includes('workers')) refuseFlags(flags);
  return given.switch('check')
    ? compare(compiled.bundle, output, isRead(formats), io)
    : write(compiled.bundle, output, isRead(formats), io);
};

const wayFlags: readonly WayFlag[] = ['watch-bundle', 'workers'];

function refuseFlags([flag]: readonly WayFlag[]): void {
  if (flag === undefined) return;
  throw new UsageError(
    `--${flag} is for a bundle that is a program; a Worker is called by its host. Leave it out.`,
  );
}

function outputOf(given: Given): string {
  const output = given.value('output') ?? 'gateway.mjs';
  if (/.\.mjs$/.test(basename(output))) return output;
  throw new UsageError(
    `--output names the JavaScript file to write, which ends in .mjs, not ${JSON.stringify(output)}.`,
  );
}

function write({ files, manifest }: Bundled, output: string, read: boolean, io: Io): number {
  writeAll(files.map(({ name, text }) => ({ path: join(dirname(output), name), text })));
  if (read) {
    const { output: file, targets, policy } = manifest;
    io.out(`${output}: ${kibibytes(file.bytes)} for ${targets.join(', ')}, policy ${policy.slice(0, 12)}\n`);
  }
  return exit.clean;
}

/** Are the files on disk what would be written? */
function compare({ files, manifest }: Bundled, output: string, read: boolean, io: Io): number {
  const stale = files
    .map(({ name, text }) => ({ path: join(dirname(output), name), text }))
    .filter(({ path, text }) => readIfThere(path) !== text);
  if (stale.length === 0) {
    if (read) io.out(`${output}: up to date, policy ${manifest.policy.slice(0, 12)}\n`);
    return exit.clean;
  }
  for (const { path } of stale) io.err(`mcpgw: ${path} is missing or differs from what the sources give.\n`);
  io.err('The same command without --check writes it anew.\n');
  return exit.findings;
}

function kibibytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024)} KiB`;
}
