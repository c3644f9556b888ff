// The public API of the compiler. Commands are this, with arguments and printing.
import type { Locked, LockOptions } from './locking/index.ts';
import type { TestOptions, TestReport } from './testing/index.ts';

export type { Bundled, BundleFile, Manifest, WayFlag } from './bundle/index.ts';
export type { Finding, Range, Severity } from './diagnostics/finding.ts';
export { printHuman } from './diagnostics/human.ts';
export { printJson } from './diagnostics/json.ts';
export type { SourceText } from './diagnostics/position.ts';
export type { HostName } from './emit/generated.ts';
export { printChanges } from './locking/print.ts';
export {
  type Checked,
  type CheckOptions,
  type Compiled,
  type CompileOptions,
  check,
  compile,
} from './pipeline.ts';
export type { Locked, LockOptions, TestOptions, TestReport };

/**
 * Asks every server of a gateway what it offers, and compares it with the lock. Writes nothing.
 * @param file path of the gateway file
 */
export async function lockGateway(file: string, options: LockOptions = {}): Promise<Locked> {
  // Loaded only now: a check asks no servers.
  const locking = await import('./locking/index.ts');
  return locking.lockGateway(file, options);
}

/**
 * Runs policy test files against the bytes that ship. Wrong input gives findings in the report, never a throw.
 * @param files paths as a person wrote them
 */
export async function runTests(files: readonly string[], options: TestOptions = {}): Promise<TestReport> {
  // Loaded only now: a check needs no test world.
  const testing = await import('./testing/index.ts');
  return testing.runTests(files, options);
}
