// Changes in words.
import { showValue } from '../twin/values.ts';
import { argAt, type Change } from './change.ts';
import type { Why } from './report.ts';

/** A change in words: `args.limit: 5000 → at most 1000`. */
export function changeText(
  change: Change,
  { asked, at, token }: Pick<Why, 'asked' | 'at' | 'token'>,
): string {
  switch (change.kind) {
    case 'arg': {
      const now = argAt(asked.args, change.path);
      const value = showValue(change.value, 'dyn');
      if (now === undefined) return `${partName('args', asked.args, change.path)}: ${value}, for instance`;
      const bound = change.bound === undefined ? '' : `${change.bound} `;
      return `${partName('args', asked.args, change.path)}: ${showValue(now, 'dyn')} → ${bound}${value}`;
    }
    case 'no-arg':
      return `${partName('args', asked.args, change.path)}: left out`;
    case 'role':
      return `agent in role ${change.role}`;
    case 'no-role':
      return `agent without role ${change.role}`;
    case 'team':
      return `agent in team ${change.team}`;
    case 'no-team':
      return 'agent without team';
    case 'label':
      return `agent with label ${change.key}: ${change.value}`;
    case 'no-label':
      return `agent without label ${change.key}`;
    case 'claim':
      return `${partName('claims', token?.claims, change.path)}: ${becomes(argAt(token?.claims, change.path), change.value)}`;
    case 'no-claim':
      return `${partName('claims', token?.claims, change.path)}: left out`;
    case 'scope':
      return `token with scope ${change.scope}`;
    case 'no-scope':
      return `token without scope ${change.scope}`;
    case 'agent':
      return `as ${change.as}`;
    case 'time':
      return `at ${new Date(change.time).toISOString()}, not ${new Date(at).toISOString()}`;
  }
}

function becomes(now: unknown, value: unknown): string {
  const shown = showValue(value, 'dyn');
  return now === undefined ? `${shown}, for instance` : `${showValue(now, 'dyn')} → ${shown}`;
}

/** As CEL reads it. */
function partName(whole: string, of: unknown, path: readonly string[]): string {
  const names = path.map((key, depth) => {
    if (Array.isArray(argAt(of, path.slice(0, depth)))) return `[${key}]`;
    return /^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
  });
  return `${whole}${names.join('')}`;
}
