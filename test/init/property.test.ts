// Whatever a client's file holds, what `init` makes of it checks without an error and keeps every field's secret out.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is what clients write.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { check } from '../../compiler/index.ts';
import { draftFrom } from '../../compiler/init/index.ts';
import { diskIo } from '../../compiler/source/io.ts';
import { runs } from '../runs.ts';

const start = { name: 'acme', agent: 'me', hash: `sha256:${'0'.repeat(64)}` };

/** Errors of a gateway text, by rule and message. */
function errorsIn(text: string): readonly string[] {
  const io = { ...diskIo, readFile: () => new TextEncoder().encode(text) };
  const { findings } = check('/home/gateway.yaml', { io });
  return findings.flatMap(({ severity, rule, message }) =>
    severity === 'error' ? [`${rule}: ${message}`] : [],
  );
}

const word = fc.string({ unit: fc.constantFrom(...'aZ09-_./:@ =$"\'\\#{}[],%&*!|>éガ😀'), maxLength: 14 });
const odd = fc.oneof(
  word,
  fc.constantFrom(
    '${input:a b}',
    '${env:X}',
    '${Y:-z}',
    '${workspaceFolder}/x',
    '$Z',
    '${}',
    '-e',
    '--api-key',
    'K=v',
    'null',
  ),
);
const texts = fc.array(odd, { maxLength: 5 });
const fields = fc.dictionary(
  fc.oneof(word, fc.constantFrom('API_KEY', 'LEVEL', 'Authorization', 'accept')),
  odd,
  {
    maxKeys: 4,
  },
);
const url = fc.oneof(
  odd,
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  fc.constantFrom(
    'http://[::1]:8080/mcp',
    'https://a:b@c.example/',
    'https://C.Example',
    'https://${env:H}/x',
    'ftp://x',
  ),
);
const anything = fc.oneof(odd, fc.integer(), fc.boolean(), fc.constant(null), texts, fields);
const server = fc.record(
  {
    command: odd,
    args: fc.oneof(texts, anything),
    env: fc.oneof(fields, anything),
    cwd: odd,
    url,
    headers: fc.oneof(fields, anything),
    type: fc.constantFrom('http', 'sse', 'stdio'),
    disabled: fc.oneof(
      { weight: 5, arbitrary: fc.constant(false) },
      { weight: 1, arbitrary: fc.constant(true) },
    ),
    disabledTools: texts,
    includeTools: texts,
    other: anything,
  },
  { requiredKeys: [] },
);
const ascii = (text: string): string =>
  text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

it('checks without an error', () => {
  let drafted = 0;
  fc.assert(
    fc.property(
      fc.dictionary(
        word.filter((name) => name !== '__proto__'),
        server,
        { maxKeys: 4 },
      ),
      (mcpServers) => {
        const draft = draftFrom(
          { path: 'mcp.json', text: ascii(JSON.stringify({ mcpServers }, null, 2)) },
          start,
        );
        if ('findings' in draft) {
          expect(draft.findings.map(({ rule }) => rule)).toEqual(['init/no-servers']);
          return;
        }
        drafted += 1;
        expect(errorsIn(draft.gateway), draft.gateway).toEqual([]);
      },
    ),
    { numRuns: runs(100) },
  );
  expect(drafted).toBeGreaterThan(50);
});

it('keeps what stands in a header or behind a secret name out of the file', () => {
  const secret = fc.string({ unit: fc.constantFrom(...'abcXYZ0189-_'), minLength: 4, maxLength: 20 });
  fc.assert(
    fc.property(
      secret,
      fc.constantFrom('Bearer ', 'Basic ', 'token ', ''),
      fc.constantFrom('', ' -x'),
      (text, scheme, tail) => {
        const value = `Q${text}Q`;
        const mcpServers = {
          a: {
            url: 'https://a.example/mcp',
            headers: { 'X-Any': `${scheme}${value}${tail}`, Authorization: `${scheme}${value}` },
          },
          b: {
            command: 'npx',
            args: ['--api-key', value, `--token=${value}`, '-e', `SECRET=${value}`],
            env: { MY_KEY: value },
          },
          c: { url: `https://c.example/mcp?token=${value}` },
          d: { url: `https://u:${value}@d.example/mcp` },
        };
        const draft = draftFrom({ path: 'mcp.json', text: JSON.stringify({ mcpServers }) }, start);
        expect(JSON.stringify(draft)).not.toContain(value);
      },
    ),
    { numRuns: runs(40) },
  );
});
