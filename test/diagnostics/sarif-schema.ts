// The official schema of SARIF 2.1.0 and a validator of its dialect of JSON Schema, as a package of Microsoft's ships both.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

interface Validate {
  (value: unknown): boolean;
  readonly errors: readonly { readonly dataPath: string; readonly message: string }[] | null;
}
interface Ajv6 {
  addMetaSchema(schema: unknown): void;
  compile(schema: unknown): Validate;
}

const main = createRequire(import.meta.url).resolve('@microsoft/jest-sarif/package.json');
const required = createRequire(main);
const schema: unknown = JSON.parse(
  readFileSync(join(dirname(main), 'lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'),
);
const Ajv = required('ajv') as new (options: object) => Ajv6;
const ajv = new Ajv({ schemaId: 'auto', validateSchema: false, allErrors: true });
ajv.addMetaSchema(required('ajv/lib/refs/json-schema-draft-04.json'));
const validate = ajv.compile(schema);

/** What is wrong with a log by the schema; empty when nothing is. */
export function sarifErrors(log: unknown): readonly string[] {
  return validate(log)
    ? []
    : (validate.errors ?? []).map(({ dataPath, message }) => `${dataPath} ${message}`);
}
