// The public API of the compiler. Commands are this, with arguments and printing.
import type { TestOptions, TestReport } from './testing/index.ts';

export type { Bundled, BundleFile, Manifest } from './bundle/index.ts';
export type { Finding, Range, Severity } from './diagnostics/finding.ts';
export { printHuman } from './diagnostics/human.ts';
export { printJson } from './diagnostics/json.ts';
export type { SourceText } from './diagnostics/position.ts';
export type { HostName } from './emit/generated.ts';
export {
  type Checked,
  type CheckOptions,
  type Compiled,
  type CompileOptions,
  check,
  compile,
} from './pipeline.ts';

export type { TestOptions, TestReport };

/**
 * Runs policy test files against the bytes that ship. Wrong input gives findings in the report, never a throw.
 * @param files paths as a person wrote them
 */
export async function runTests(files: readonly string[], options: TestOptions = {}): Promise<TestReport> {
  // Loaded only now: a check needs no test world.
  const testing = await import('./testing/index.ts');
  return testing.runTests(files, options);
}
