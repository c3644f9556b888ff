// Whether arguments fit a locked schema, asked at compile: what the gateway itself will say of them.
import { exampleOf } from './schema/example.ts';
import { checkedSchema } from './schema/index.ts';
import { createPatterns } from './schema/patterns.ts';
import { isSchema } from './schema/walk.ts';

export interface Fitting {
  fits(args: unknown): boolean;
  /** Arguments that fit; null where none were found. */
  readonly example: Readonly<Record<string, unknown>> | null;
}

/** Reads input schemas. */
export async function fittingReader(): Promise<(inputSchema: unknown) => Fitting> {
  // Loaded only now: few commands need it.
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const ajv = new Ajv2020({
    strict: false,
    validateFormats: false,
    validateSchema: false,
    ownProperties: true,
  });
  const patterns = createPatterns();
  return (inputSchema) => {
    if (!isSchema(inputSchema)) return { fits: () => true, example: {} };
    const { schema } = checkedSchema(inputSchema, (pattern) => patterns(pattern) !== null);
    const fits = ajv.compile(schema);
    const example = exampleOf(schema);
    return { fits: (args) => fits(args), example: fits(example) ? (example as Fitting['example']) : null };
  };
}
