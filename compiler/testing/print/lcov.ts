// What tests reached as an LCOV tracefile over the YAML (geninfo(1)): rules, routes and links are functions, conditions are
// branches.
import { createPositions, type Positions } from '../../diagnostics/position.ts';
import { type Coverage, figureOf, type Goal } from '../coverage/goals.ts';
import type { TestReport } from '../report.ts';

export function printLcov({ coverage }: TestReport): string {
  return coverage.flatMap(recordsOf).join('');
}

/** A record for each file that holds rules or limits. */
function recordsOf({ gateway, sources, goals }: Coverage): readonly string[] {
  const positions = createPositions(sources);
  const folder = gateway.replace(/[^/\\]*$/, '');
  const files = [...new Set(goals.map(({ range }) => range.file))];
  return files.map((file) => {
    const own = goals.filter(({ range }) => range.file === file);
    const lines = [`TN:`, `SF:${folder}${file}`, ...functions(own, positions), ...branches(own, positions)];
    return `${[...lines, ...linesOf(own, positions), 'end_of_record'].join('\n')}\n`;
  });
}

const lineOf = ({ range }: Goal, positions: Positions): number =>
  positions.position(range.file, range.start).line;

const isFunction = ({ kind }: Goal): boolean => kind === 'rule' || kind === 'route' || kind === 'link';

function functions(goals: readonly Goal[], positions: Positions): readonly string[] {
  const rules = goals.filter(isFunction);
  const { reached, all } = figureOf(rules);
  return [
    ...rules.map((rule) => `FN:${lineOf(rule, positions)},${rule.name}`),
    ...rules.map(({ hits, name }) => `FNDA:${hits},${name}`),
    `FNF:${all}`,
    `FNH:${reached}`,
  ];
}

/** A block for each part of a condition, and for each limit. `-` where it was never evaluated. */
function branches(goals: readonly Goal[], positions: Positions): readonly string[] {
  const blocks = blocksOf(goals.filter((goal) => !isFunction(goal)));
  const all = blocks.flat();
  const { reached } = figureOf(all);
  return [
    ...blocks.flatMap((block, at) => {
      const evaluated = block.some(({ hits }) => hits > 0);
      return block.map(
        (goal, branch) => `BRDA:${lineOf(goal, positions)},${at},${branch},${evaluated ? goal.hits : '-'}`,
      );
    }),
    `BRF:${all.length}`,
    `BRH:${reached}`,
  ];
}

/** Goals of one thing, next to each other: true and false, counts and refuses, or a value alone. */
function blocksOf(goals: readonly Goal[]): readonly (readonly Goal[])[] {
  const blocks: Goal[][] = [];
  for (const goal of goals) {
    if (seconds.has(goal.what)) blocks.at(-1)!.push(goal);
    else blocks.push([goal]);
  }
  return blocks;
}

const seconds: ReadonlySet<Goal['what']> = new Set(['is false', 'refuses']);

function linesOf(goals: readonly Goal[], positions: Positions): readonly string[] {
  const hits = new Map<number, number>();
  for (const goal of goals) {
    const line = lineOf(goal, positions);
    hits.set(line, Math.max(hits.get(line) ?? 0, goal.hits));
  }
  const lines = [...hits].sort(([a], [b]) => a - b);
  const reached = lines.filter(([, count]) => count > 0).length;
  return [...lines.map(([line, count]) => `DA:${line},${count}`), `LF:${lines.length}`, `LH:${reached}`];
}
