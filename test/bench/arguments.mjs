// What checking arguments adds to a call: parsing them, which rules that read arguments need too, and the emitted validator.
// Usage: node test/bench/arguments.mjs [--no-gate]. Prints nanoseconds for each shape; the bar is on the validator alone.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { checkedSchema } from '../../dist/compiler/lock/schema/index.js';
import { createPatterns } from '../../dist/compiler/lock/schema/patterns.js';
import { validatorsModule } from '../../dist/compiler/lock/validators.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const lock = JSON.parse(readFileSync(join(root, 'examples/lock/tools.lock.json'), 'utf8'));
const patterns = createPatterns();
const schemas = new Map(
  Object.entries(lock.servers.files.tools).map(([name, { definition }]) => [
    name,
    checkedSchema(definition.inputSchema, (text) => patterns(text) !== null).schema,
  ]),
);

const edits = (count) =>
  Array.from({ length: count }, (_, n) => ({
    oldText: `old line ${n} ${'x'.repeat(40)}`,
    newText: `new line ${n}`,
  }));
const shapes = [
  ['read_text_file', { path: 'notes/today.txt' }],
  ['write_file', { path: 'notes/today.txt', content: 'x'.repeat(1024) }],
  ['edit_file', { path: 'notes/today.txt', edits: edits(10) }],
];
/** Nanoseconds that the validator may take of the largest of these calls, which is about 1 KB. */
const BAR = 500;

const folder = mkdtempSync(join(tmpdir(), 'mcpgw-arguments-'));
const outfile = join(folder, 'checks.mjs');
const text = await validatorsModule(schemas);
await build({
  stdin: { contents: text, resolveDir: root },
  plugins: [
    {
      name: 'dist',
      setup: (it) =>
        it.onResolve({ filter: /^runtime\// }, ({ path }) => ({ path: join(root, 'dist', path) })),
    },
  ],
  bundle: true,
  minify: true,
  format: 'esm',
  outfile,
});
const { checks } = await import(pathToFileURL(outfile).href);
console.log(
  `${schemas.size} validators: ${Math.ceil(readFileSync(outfile).length / 1024)} KiB, minified, with what they call`,
);

let worst = 0;
for (const [name, args] of shapes) {
  const json = JSON.stringify(args);
  const given = Array.from({ length: 1000 }, () => JSON.parse(json));
  const parse = least(() => JSON.parse(json));
  const check = least((at) => checks[name](given[at % 1000]));
  worst = Math.max(worst, check);
  console.log(
    `${name}, ${json.length} bytes: ${Math.round(parse)} ns to parse, ${Math.round(check)} ns to check`,
  );
}
rmSync(folder, { recursive: true });
if (worst > BAR && !process.argv.includes('--no-gate')) {
  console.log(`more than ${BAR} ns`);
  process.exitCode = 1;
}

/** Nanoseconds of one run, in the round that others disturbed least. */
function least(run) {
  const rounds = Array.from({ length: 40 }, () => {
    const start = process.hrtime.bigint();
    for (let i = 0; i < 5000; i++) run(i);
    return Number(process.hrtime.bigint() - start) / 5000;
  });
  return Math.min(...rounds);
}
