// Text of the user through the whole way, builder and bundler: it comes out as data, whatever it holds.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bundle } from '../../compiler/bundle/index.ts';
import { createBuilder } from '../../compiler/emit/builder.ts';
import { code } from '../../compiler/emit/code.ts';
import { fakeDist, fakeGenerated } from './fake.ts';

const dist = fakeDist();

const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 5 }),
      fc.constantFrom('*/', '/*', '//', '\n', '\r', '\u2028', '\u2029', '`', '\\', "'", '"', '\0', '\ud800'),
      fc.constantFrom(
        '</script>',
        '<!--',
        '//# sourceMappingURL=x',
        '@license',
        '__proto__',
        ');throw 1;(',
        '\u202e',
      ),
      fc.constant(`$${'{process.exit(1)}'}`),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

test.each([false, true])('comes out as data (minify: %s)', async (minify) => {
  await fc.assert(
    fc.asyncProperty(
      hostile,
      hostile,
      fc.dictionary(hostile, hostile, { noNullPrototype: true }),
      async (comment, text, map) => {
        const { policy, stages } = fakeGenerated();
        const builder = createBuilder();
        const when = builder.fn(text, [comment, text], code`() => ${{ text, map }}`);
        const recorded = builder.finish(code`${{ name: text, when }}`, [comment]);
        const generated = { ...recorded, stages, policy: { ...policy, name: text } };
        const options = {
          gateway: `${text}.yaml`,
          overlays: [`${text}.over`],
          output: 'gateway.mjs',
          minify,
          flags: [],
        };
        const made = await bundle(generated, options, dist);
        const url = `data:text/javascript;base64,${Buffer.from(made.code).toString('base64')}`;
        const module = (await import(url)) as Loaded;
        const { plan } = module.createGateway({}).gateway;
        expect(module.policy.name).toBe(text);
        expect(plan.name).toBe(text);
        expect(plan.when().text).toBe(text);
        expect(Object.entries(plan.when().map)).toEqual(Object.entries(map));
      },
    ),
    { numRuns: 40 },
  );
});

interface Loaded {
  readonly policy: { readonly name: string };
  createGateway(environment: unknown): {
    readonly gateway: {
      readonly plan: {
        readonly name: string;
        when(): { readonly text: string; readonly map: Record<string, string> };
      };
    };
  };
}
