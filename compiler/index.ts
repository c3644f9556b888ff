// The public API of the compiler. Commands are this, with arguments and printing.
import type { Finding } from './diagnostics/finding.ts';
import type { SourceText } from './diagnostics/position.ts';
import { type Graph, graphOf } from './graph/index.ts';
import type { Locked, LockOptions } from './locking/index.ts';
import { type CheckOptions, check } from './pipeline.ts';
import type { TestOptions, TestReport } from './testing/index.ts';

export type { Bundled, BundleFile, Manifest, WayFlag } from './bundle/index.ts';
export type { Finding, Range, Severity } from './diagnostics/finding.ts';
export { printHuman } from './diagnostics/human.ts';
export { printJson } from './diagnostics/json.ts';
export type { SourceText } from './diagnostics/position.ts';
export type { HostName } from './emit/generated.ts';
export { changeFindings } from './locking/findings.ts';
export { printChanges } from './locking/print.ts';
export {
  type Checked,
  type CheckOptions,
  type Compiled,
  type CompileOptions,
  check,
  compile,
} from './pipeline.ts';
export type { Graph, Locked, LockOptions, TestOptions, TestReport };

/**
 * Servers, routes and chains of a gateway, to be drawn; null where it has errors.
 * @param file path of the gateway file
 */
export function graphGateway(
  file: string,
  options: CheckOptions = {},
): {
  readonly graph: Graph | null;
  readonly findings: readonly Finding[];
  readonly sources: readonly SourceText[];
} {
  const { findings, sources, models, config } = check(file, options);
  const wrong = findings.some(({ severity }) => severity === 'error');
  const graph = wrong || models === null || config === null ? null : graphOf(config.name, models);
  return { graph, findings, sources };
}

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
