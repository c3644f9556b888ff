// `mcpgw test [FILE…]`: policy tests against the bytes that ship.
import {
  printGithubTests,
  printTap,
  printTests,
  printTestsJson,
  printTestsJunit,
  runTests,
  type TestOptions,
  type TestReport,
  watchTests,
} from '../testing/index.ts';
import { exit, type Given, type Io, type Run } from './command.ts';
import { type Format, formatsOf, isRead, type Printer, printAs } from './formats.ts';

export const test: Run = async (given, io) => {
  const files = given.operands.length > 0 ? given.operands : ['tests.yaml'];
  const formats = formatsOf(given);
  const options = optionsOf(given);
  if (given.switch('watch')) return watch(files, options, formats, io);
  const report = await runTests(files, options);
  printAs(formats, printersOf(report), io);
  return statusOf(report);
};

function optionsOf(given: Given): TestOptions {
  const filter = given.value('filter');
  return {
    overlays: given.values('with'),
    allowRead: given.values('allow-read'),
    update: given.switch('update'),
    ...(filter === undefined ? {} : { filter }),
  };
}

function printersOf(report: TestReport): Readonly<Record<string, Printer>> {
  return {
    human: (colour) => printTests(report, { colour }),
    json: () => printTestsJson(report),
    junit: () => printTestsJunit(report),
    tap: () => printTap(report),
    github: () => printGithubTests(report),
  };
}

/** 2 where a test file could not be read at all: then a finding has no place. */
function statusOf(report: TestReport): number {
  const unread = report.suites.some(({ findings }) => findings.some(({ range }) => range === null));
  if (unread) return exit.usage;
  return report.ok ? exit.clean : exit.findings;
}

/** Runs until the person ends it. */
async function watch(
  files: readonly string[],
  options: TestOptions,
  formats: readonly Format[],
  io: Io,
): Promise<number> {
  let last: number = exit.clean;
  const watching = watchTests(files, options, (report) => {
    printAs(formats, printersOf(report), io);
    last = statusOf(report);
    if (isRead(formats)) io.out('Watching for changes; Ctrl-C ends.\n');
  });
  process.once('SIGINT', () => watching.end());
  process.once('SIGTERM', () => watching.end());
  await watching.ended;
  return last;
}
