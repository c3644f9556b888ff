// `mcpgw test [FILE…]`: policy tests against the bytes that ship.
import { printTests, printTestsJson, runTests } from '../testing/index.ts';
import { exit, type Run } from './command.ts';

export const test: Run = async (given, io) => {
  const files = given.operands.length > 0 ? given.operands : ['tests.yaml'];
  const report = await runTests(files, { overlays: given.values('with') });
  io.out(
    given.value('format') === 'json' ? printTestsJson(report) : printTests(report, { colour: io.colour }),
  );
  return report.ok ? exit.clean : exit.findings;
};
