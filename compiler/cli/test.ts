// `mcpgw test [FILE…]`: policy tests against the bytes that ship.
import { printTests, printTestsJson, runTests } from '../testing/index.ts';
import { exit, type Run } from './command.ts';
import { formatsOf, printAs } from './formats.ts';

export const test: Run = async (given, io) => {
  const files = given.operands.length > 0 ? given.operands : ['tests.yaml'];
  const formats = formatsOf(given);
  const report = await runTests(files, { overlays: given.values('with') });
  const printers = {
    human: (colour: boolean) => printTests(report, { colour }),
    json: () => printTestsJson(report),
  };
  printAs(formats, printers, io);
  return report.ok ? exit.clean : exit.findings;
};
