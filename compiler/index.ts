// The public API of the compiler. Commands are this, with arguments and printing.
export type { Bundled, BundleFile, Manifest } from './bundle/index.ts';
export type { Finding, Range, Severity } from './diagnostics/finding.ts';
export { printHuman } from './diagnostics/human.ts';
export { printJson } from './diagnostics/json.ts';
export type { SourceText } from './diagnostics/position.ts';
export {
  type Checked,
  type CheckOptions,
  type Compiled,
  type CompileOptions,
  check,
  compile,
} from './pipeline.ts';
