// Failed tests as annotations of a pull request: workflow commands that GitHub Actions reads from standard output.
import { printGithub, workflowCommand } from '../../diagnostics/github.ts';
import { createPositions } from '../../diagnostics/position.ts';
import { SHOWN, type SuiteReport, type TestReport } from '../report.ts';
import { brokenOf } from './broken.ts';
import { detailLines } from './detail.ts';

/** One line for each failure; empty where all is well. */
export function printGithubTests({ suites }: TestReport): string {
  return suites.map(suiteLines).join('');
}

function suiteLines(suite: SuiteReport): string {
  const broken = brokenOf(suite).map(({ finding, sources, folder }) =>
    printGithub([finding], sources, { folder }),
  );
  const positions = createPositions(suite.sources);
  const failed = suite.tests.flatMap(({ name, failures }) =>
    failures.slice(0, SHOWN).map((failure) => {
      const { file, start } = failure.range;
      const { line, column } = positions.position(file, start);
      const [, ...detail] = detailLines(failure, positions);
      const text = [failure.message, ...detail].join('\n');
      return `${workflowCommand('error', { file, line, col: column, title: `${suite.name} > ${name}` }, text)}\n`;
    }),
  );
  return [...broken, ...failed].join('');
}
