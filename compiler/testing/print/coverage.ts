// What tests reached, in words: figures, and everything that was never reached with its place.
import { harmless } from '../../diagnostics/cells.ts';
import { createPositions } from '../../diagnostics/position.ts';
import { type Coverage, figureOf, type Goal } from '../coverage/goals.ts';

const kinds = [
  ['rules', 'rule', ''],
  ['conditions', 'condition', '  each part true and false'],
  ['limits', 'limit', '  each counts and refuses'],
  ['routes', 'route', '  each leads a call'],
  ['links', 'link', '  each serves a call'],
] as const;

/** What most gateways have none of is not spoken of there. */
const further: ReadonlySet<string> = new Set(['route', 'link']);

export function coverageText({ gateway, sources, goals }: Coverage): string {
  const positions = createPositions(sources);
  const whole = figureOf(goals);
  const missing = goals.filter(({ hits }) => hits === 0);
  const places = missing.map(({ range }) => positions.place(range));
  const width = Math.max(0, ...places.map((place) => place.length));
  const figures = kinds.flatMap(([title, kind, note]) => {
    const { reached, all } = figureOf(goals.filter((goal) => goal.kind === kind));
    if (all === 0 && further.has(kind)) return [];
    return `  ${title.padEnd(10)}  ${`${reached} of ${all}`.padStart(12)}${note}`;
  });
  const lines = [
    `Coverage of ${gateway}: ${whole.percent} % (${whole.reached} of ${whole.all})`,
    ...figures,
    ...(missing.length === 0 ? [] : ['', '  never reached:']),
    ...missing.map((goal, at) => `  ${places[at]!.padEnd(width)}  ${goalText(goal)}`),
  ];
  return `${lines.map(harmless).join('\n')}\n`;
}

function goalText({ kind, name, text, what }: Goal): string {
  if (kind === 'limit' || kind === 'route' || kind === 'link') return `${kind} ${name} ${what}`;
  return text === null ? `${name} ${what}` : `${name}: ${text.replace(/\s+/g, ' ')} ${what}`;
}
