// The simple tests of the CEL specification against the generated code: every file, every test. What a gateway does not
// have is refused at compile, and counted with the reason in `table.md` (UPDATE=1 rewrites it).
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { expectGolden } from '../../golden.ts';
import { fits, run, wanted } from './run.ts';
import { allCases, type Case, refusal } from './suite.ts';

const cases = allCases();
const supported = cases.filter((one) => refusal(one) === null);

describe('the simple tests of CEL', () => {
  it.each(supported.map((one) => [`${one.file}/${one.section}/${one.name}`, one] as const))(
    '%s',
    (_, one) => {
      const outcome = run(one.test);
      expect(fits(one, outcome), `${one.test.expr} gives ${outcome}, not ${wanted(one)}`).toBe(true);
    },
  );
});

it('is the same with constants worked out at compile', () => {
  const differing = supported.filter((one) => !fits(one, run(one.test, undefined, 'root')));
  expect(differing.map(({ test }) => test.expr)).toEqual([]);
});

describe('what a gateway does not have', () => {
  it('is refused, or cannot be said in the gateway language', () => {
    const outside = cases.filter((one) => refusal(one)?.startsWith('messages of') === true);
    expect(outside.length).toBeGreaterThan(300);
    for (const { test } of outside) expect(run(test), test.expr).toMatch(/Protocol Buffers|There is no/);
  });

  it('is counted by file, with the reason', () => {
    const path = fileURLToPath(new URL('table.md', import.meta.url));
    expectGolden(path, table());
  });
});

function table(): string {
  const files = [...new Set(cases.map(({ file }) => file))];
  const rows = files.map((file) => {
    const own = cases.filter((one) => one.file === file);
    const passing = own.filter((one) => refusal(one) === null && fits(one, run(one.test)));
    return `| ${file} | ${own.length} | ${passing.length} | ${reasons(own)} |`;
  });
  const passing = supported.filter((one) => fits(one, run(one.test))).length;
  return [
    '# CEL conformance',
    '',
    'The simple tests of the CEL specification (`@bufbuild/cel-spec` 0.6.1), run against the generated JavaScript.',
    'Written by `UPDATE=1 npx vitest run test/conformance/cel`.',
    '',
    `Of ${cases.length} tests ${supported.length} concern what a gateway has; ${passing} of these pass.`,
    '',
    '| file | tests | pass | outside, and why |',
    '|---|---:|---:|---|',
    ...rows,
    '',
  ].join('\n');
}

function reasons(own: readonly Case[]): string {
  const counts = new Map<string, number>();
  for (const one of own) {
    const why = refusal(one);
    if (why !== null) counts.set(why, (counts.get(why) ?? 0) + 1);
  }
  return [...counts].map(([why, count]) => `${count} ${why}`).join(', ');
}
