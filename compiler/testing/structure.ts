// What a schema cannot word well: which keys of a test belong together, and values with a grammar of their own.
import type { Finding } from '../diagnostics/finding.ts';
import { parseDuration } from '../language/values.ts';
import type { Node } from '../source/node.ts';
import { readTime } from '../source/times.ts';
import { isWithin } from './allowed.ts';
import { checkBackends } from './backends.ts';
import { asMap, child, items, text } from './nodes.ts';
import { checkAsking, checkMatrix, verbsIn } from './verbs.ts';
import { error, rangeOf } from './wrong.ts';

const KINDS = ['matrix', 'list', 'steps'];

/** Findings in a test file that its schema has accepted. */
export function checkStructure(root: Node): Finding[] {
  const tests = items(child(root, 'tests'));
  return [
    ...clock(root),
    ...checkBackends(root),
    ...names(tests),
    ...tests.flatMap(test),
    ...tests.flatMap(audit),
  ];
}

function clock(root: Node): Finding[] {
  const given = text(child(root, 'clock'));
  if (given === null || readTime(given.value) !== null) return [];
  return [
    error(
      'clock',
      given.range,
      `“${given.value}” is no time.`,
      'Write a date that exists, as 2026-11-20T09:00:00Z.',
    ),
  ];
}

function names(tests: readonly Node[]): Finding[] {
  const seen = new Set<string>();
  return tests.flatMap((node) => {
    const name = text(child(node, 'name'));
    if (name === null) return [];
    const again = seen.has(name.value);
    seen.add(name.value);
    return again
      ? [error('duplicate-test', name.range, `Two tests are called “${name.value}”.`, 'Rename one.')]
      : [];
  });
}

/** A golden stays in the suite's folder: `--update` writes it. */
function audit(node: Node): Finding[] {
  const file = text(child(node, 'audit'));
  if (file === null || isWithin(file.value)) return [];
  const message = `“${file.value}” is not in this suite's folder.`;
  return [
    error('outside-folder', file.range, message, 'Write a path below this folder, as golden/x.ndjson.'),
  ];
}

function test(node: Node): Finding[] {
  const kinds = KINDS.filter((key) => child(node, key) !== undefined);
  if (kinds.length !== 1) return [error('test-kind', rangeOf(node, kinds[1]), kindMessage(kinds), KIND_HELP)];
  return [
    ...belongings(node, kinds[0]!),
    ...(kinds[0] === 'matrix' ? checkMatrix(node) : []),
    ...items(child(node, 'steps')).flatMap(step),
    ...(kinds[0] === 'steps' ? asking(node) : []),
    ...expectations(node),
  ];
}

/** Time that passes, and servers that fail, prove nothing by themselves. */
function asking(node: Node): Finding[] {
  if (items(child(node, 'steps')).some((one) => verbsIn(one).length > 0)) return [];
  const help = 'Add a step with “as”, “call” and “expect”.';
  return [error('test-kind', rangeOf(node, 'steps'), 'No step of this test calls anything.', help)];
}

const KIND_HELP = 'Give a test “matrix”, “list” or “steps”; for more, write several tests.';

function kindMessage(kinds: readonly string[]): string {
  return kinds.length === 0
    ? 'This test asks nothing.'
    : `A test is one thing, this is ${kinds.join(' and ')}.`;
}

const owners: Readonly<Record<string, readonly string[]>> = {
  expect: ['matrix'],
  otherwise: ['matrix'],
  exactly: ['list'],
  include: ['list'],
  exclude: ['list'],
  audit: ['matrix', 'steps'],
};

/** Keys that say nothing without the kind of test they belong to. */
function belongings(node: Node, kind: string): Finding[] {
  const stray = Object.entries(owners).filter(
    ([key, owner]) => !owner.includes(kind) && child(node, key) !== undefined,
  );
  const found = stray.map(([key, owner]) =>
    error(
      'test-kind',
      rangeOf(node, key),
      `“${key}” belongs to “${owner.join('” or “')}”, this test has “${kind}”.`,
      strayHelp(key),
    ),
  );
  return [...found, ...missing(node, kind)];
}

function strayHelp(key: string): string {
  return key === 'expect' ? 'Put “expect” into the steps themselves.' : `Remove “${key}”.`;
}

function missing(node: Node, kind: string): Finding[] {
  if (kind === 'list' && ['exactly', 'include', 'exclude'].every((key) => child(node, key) === undefined)) {
    return [
      error(
        'test-kind',
        rangeOf(node, 'list'),
        'This list is compared with nothing.',
        'Add “exactly”: the names that are seen. Or “include” and “exclude”: some that are, and some that are not.',
      ),
    ];
  }
  const asks = child(node, 'expect') ?? child(node, 'otherwise');
  if (kind === 'matrix' && asks === undefined) {
    return [
      error(
        'test-kind',
        rangeOf(node, 'matrix'),
        'This matrix expects nothing.',
        'Add “otherwise”, and “expect” for what differs.',
      ),
    ];
  }
  return [];
}

function expectations(node: Node): Finding[] {
  return items(child(node, 'expect')).flatMap((expectation) => duration(expectation, 'retryAfter'));
}

function step(node: Node): Finding[] {
  const keys = asMap(node).entries.map(({ key }) => String(key.value));
  const alone = ['advance', 'fault'].find((key) => keys.includes(key));
  if (alone !== undefined) {
    const more = keys.filter((key) => key !== alone);
    if (more.length === 0)
      return alone === 'advance' ? duration(node, 'advance') : fault(child(node, 'fault')!);
    return [
      error(
        'step',
        rangeOf(node, more[0]),
        `A step lets time pass, lets a server fail, or calls; this has “${more[0]}” too.`,
        'Make it two steps.',
      ),
    ];
  }
  const verb = verbsIn(node)[0] ?? 'call';
  const lacking = ['as', verb, 'expect'].filter((key) => !keys.includes(key));
  if (lacking.length > 0) {
    const message = `This step has no ${lacking.map((key) => `“${key}”`).join(', ')}.`;
    return [
      error(
        'step',
        node.range,
        message,
        'A call needs “as”, “call” (or “get” a prompt, “read” a resource, “complete” an argument) and “expect”; “advance: 1m” lets time pass, “fault: …” lets a server fail.',
      ),
    ];
  }
  return [...checkAsking('step', node), ...duration(child(node, 'expect') ?? node, 'retryAfter')];
}

/** Keys that say something of some kinds of faults only. */
const faultKeys: Readonly<Record<string, string>> = { status: 'http', after: 'slow', text: 'tool-error' };

function fault(node: Node): Finding[] {
  const kind = text(child(node, 'kind'))?.value ?? '';
  const stray = Object.entries(faultKeys).filter(
    ([key, owner]) => owner !== kind && child(node, key) !== undefined,
  );
  const lacking = kind === 'slow' && child(node, 'after') === undefined;
  return [
    ...stray.map(([key, owner]) =>
      error('step', rangeOf(node, key), `“${key}” belongs to “kind: ${owner}”.`, `Remove “${key}”.`),
    ),
    ...(lacking
      ? [error('step', rangeOf(node, 'kind'), 'This does not say how slow.', 'Add “after: 2s”.')]
      : []),
    ...duration(node, 'after'),
  ];
}

function duration(node: Node, key: string): Finding[] {
  const given = text(child(node, key));
  const parsed = given === null ? null : parseDuration(given.value);
  if (given === null || parsed === null || 'value' in parsed) return [];
  return [error('duration', given.range, parsed.wrong, parsed.help)];
}
