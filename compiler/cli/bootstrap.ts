// `mcpgw test --bootstrap GATEWAY [FILE]`: a first test file, which passes as the gateway is now.
import { dirname, relative, sep } from 'node:path';
import { bootstrap as draftTests } from '../testing/index.ts';
import { UsageError } from './arguments.ts';
import { exit, type Given, type Io } from './command.ts';
import { InputError } from './failure.ts';
import { readIfThere, writeAll } from './files.ts';
import { formatsOf } from './formats.ts';
import { report, statusOf } from './report.ts';

/** @param gateway path of the gateway file */
export async function bootstrap(gateway: string, given: Given, io: Io): Promise<number> {
  const [file = 'tests.yaml', another] = given.operands;
  if (another !== undefined) throw new UsageError('--bootstrap writes one file.');
  if (readIfThere(file) !== null)
    throw new InputError(`${file} is there already. Name another file to write.`);
  const named = relative(dirname(file), gateway).split(sep).join('/');
  const made = await draftTests(gateway, named, given.values('with'));
  if ('findings' in made) {
    report({ ...made, file: gateway }, formatsOf(given), io);
    return statusOf(made.findings) || exit.findings;
  }
  writeAll([{ path: file, text: made.text }]);
  io.out(`${file}: ${made.tests} tests. They hold what the gateway does now: read them.\n`);
  for (const note of made.notes) io.out(`  ${note}\n`);
  return exit.clean;
}
