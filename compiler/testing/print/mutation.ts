// Mutants that no test noticed, in words, each with its place and the change.
import { harmless } from '../../diagnostics/cells.ts';
import { createPositions } from '../../diagnostics/position.ts';
import { type MutationReport, scoreOf } from '../mutation/report.ts';

export function mutationText(report: MutationReport): string {
  const { gateway, sources, mutants, all } = report;
  const positions = createPositions(sources);
  const { killed, viable, percent } = scoreOf(report);
  const refused = mutants.length - viable;
  const rows = mutants
    .filter(({ status }) => status === 'survived')
    .map(({ range, name, from, to }) => {
      const { line, column } = positions.position(range.file, range.start);
      return [`${range.file}:${line}:${column}`, `${name}: ${oneLine(from)} → ${oneLine(to)}`] as const;
    });
  const width = Math.max(0, ...rows.map(([place]) => place.length));
  const lines = [
    `Mutation of ${gateway}: ${percent} % (${killed} of ${viable} mutants noticed by a test)`,
    ...(refused === 0 ? [] : [`  ${refused} more do not compile`]),
    ...(mutants.length < all
      ? [`  ${mutants.length} of ${all}, chosen evenly; --mutants ${all} runs all`]
      : []),
    ...(rows.length === 0 ? [] : ['', '  noticed by no test:']),
    ...rows.map(([place, change]) => `  ${place.padEnd(width)}  ${change}`),
  ];
  return `${lines.map(harmless).join('\n')}\n`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
