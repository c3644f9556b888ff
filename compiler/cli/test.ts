// `mcpgw test [FILE…]`: policy tests against the bytes that ship.
import {
  figureOf,
  printGithubTests,
  printLcov,
  printTap,
  printTests,
  printTestsJson,
  printTestsJunit,
  printTestsPlain,
  printTestsSarif,
  runTests,
  scoreOf,
  type TestOptions,
  type TestReport,
  watchTests,
} from '../testing/index.ts';
import { version } from '../version.ts';
import { UsageError } from './arguments.ts';
import { exit, type Given, type Io, type Run } from './command.ts';
import { type Format, formatsOf, isRead, type Printer, printAs } from './formats.ts';

export const test: Run = async (given, io) => {
  const files = given.operands.length > 0 ? given.operands : ['tests.yaml'];
  const gateway = given.value('bootstrap');
  if (gateway !== undefined) return (await import('./bootstrap.ts')).bootstrap(gateway, given, io);
  const formats = formatsOf(given);
  const options = optionsOf(given);
  const least = leastOf(given);
  if (given.switch('watch')) return watch(files, options, formats, io);
  const report = await runTests(files, options);
  printAs(formats, printersOf(report), io);
  return statusOf(report, least, io);
};

function optionsOf(given: Given): TestOptions {
  const filter = given.value('filter');
  const mutants = mutantsOf(given);
  return {
    overlays: given.values('with'),
    allowRead: given.values('allow-read'),
    update: given.switch('update'),
    coverage: wantsCoverage(given),
    mutate: given.switch('mutate'),
    ...(filter === undefined ? {} : { filter }),
    ...(mutants === undefined ? {} : { mutants }),
  };
}

function wantsCoverage(given: Given): boolean {
  const lcov = given.values('format').some((format) => format === 'lcov' || format.startsWith('lcov='));
  const least = given.value('min') !== undefined && !given.switch('mutate');
  return given.switch('coverage') || least || lcov;
}

/** @throws UsageError */
function mutantsOf(given: Given): number | undefined {
  const text = given.value('mutants');
  if (text === undefined) return undefined;
  if (/^[1-9][0-9]{0,5}$/.test(text)) return Number(text);
  throw new UsageError(`--mutants is a number from 1 on, not ${JSON.stringify(text)}.`);
}

/** @throws UsageError */
function leastOf(given: Given): number | null {
  const text = given.value('min');
  if (text === undefined) return null;
  if (/^([0-9]{1,2}|100)$/.test(text)) return Number(text);
  throw new UsageError(`--min is a whole percentage from 0 to 100, not ${JSON.stringify(text)}.`);
}

function printersOf(report: TestReport): Readonly<Record<string, Printer>> {
  return {
    human: (colour) => printTests(report, { colour }),
    plain: () => printTestsPlain(report),
    json: () => printTestsJson(report),
    sarif: () => printTestsSarif(report, version()),
    junit: () => printTestsJunit(report),
    tap: () => printTap(report),
    github: () => printGithubTests(report),
    lcov: () => printLcov(report),
  };
}

/**
 * 2 where a test file or its gateway could not be read at all: then a finding has no place.
 * @param least percentage that each gateway's tests must reach, and of mutants that they must notice; null: all of those
 */
function statusOf(report: TestReport, least: number | null, io: Io): number {
  const unread = report.suites.some(({ findings, gateway }) =>
    [...findings, ...(gateway?.findings ?? [])].some(({ range }) => range === null),
  );
  if (unread) return exit.usage;
  const reached = report.coverage.map(({ gateway, goals }) => ({
    gateway,
    ...figureOf(goals),
    does: 'reach',
  }));
  const noticed = report.mutation.map((one) => ({ gateway: one.gateway, ...scoreOf(one), does: 'notice' }));
  const short = [
    ...reached.filter(({ percent }) => percent < (least ?? 0)),
    ...noticed.filter(({ percent, killed, viable }) => (least === null ? killed < viable : percent < least)),
  ];
  for (const { gateway, percent, does } of short)
    io.err(`mcpgw: The tests of ${gateway} ${does} ${percent} %, less than ${least ?? 100} %.\n`);
  return report.ok && short.length === 0 ? exit.clean : exit.findings;
}

/** Runs until the person ends it. */
async function watch(
  files: readonly string[],
  options: TestOptions,
  formats: readonly Format[],
  io: Io,
): Promise<number> {
  let last: number = exit.clean;
  const written = formats.flatMap(({ file }) => file ?? []);
  const watching = watchTests(files, { ...options, written }, (report) => {
    printAs(formats, printersOf(report), io);
    last = statusOf(report, 0, io);
    if (isRead(formats)) io.out('Watching for changes; Ctrl-C ends.\n');
  });
  process.once('SIGINT', () => watching.end());
  process.once('SIGTERM', () => watching.end());
  await watching.ended;
  return last;
}
