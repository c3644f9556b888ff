// What a run of policy tests found. Plain data, so that every printer shows the same.
import type { AuditRecord } from '../../runtime/contract/audit.ts';
import type { Finding, Range } from '../diagnostics/finding.ts';
import type { SourceText } from '../diagnostics/position.ts';
import type { Coverage } from './coverage/goals.ts';
import type { Completes, Verb } from './model.ts';
import type { MutationReport } from './mutation/report.ts';
import type { Trace } from './twin/trace.ts';
import type { OfferKind } from './world/context.ts';

export interface TestReport {
  /** True when tests ran, and every one of them passed. */
  readonly ok: boolean;
  readonly suites: readonly SuiteReport[];
  /** Calls and lists that were asked, over all suites. */
  readonly cases: number;
  /** What all suites reached together, by gateway; empty where nobody asked. */
  readonly coverage: readonly Coverage[];
  /** What became of mutants, by gateway; empty where nobody asked, or a test failed without any. */
  readonly mutation: readonly MutationReport[];
}

export interface SuiteReport {
  /** The test file, as it was named. */
  readonly file: string;
  /** The suite's name; empty when the file could not be read. */
  readonly name: string;
  readonly ok: boolean;
  /** What is wrong with the test file; with an error among them no test ran. */
  readonly findings: readonly Finding[];
  /** The test file's text, for code frames; empty when it could not be read. */
  readonly sources: readonly SourceText[];
  /** The gateway under test; null when it was not looked for. */
  readonly gateway: GatewayReport | null;
  readonly tests: readonly TestResult[];
  /** Rules on trial (`shadow: true`), in the order of the file; empty where there are none, or nothing ran. */
  readonly trials: readonly TrialResult[];
  /** What this suite reached of its gateway; null where nobody asked, or nothing ran. */
  readonly coverage: Coverage | null;
}

/** Of the calls of a suite, those that a rule on trial would have changed. */
export interface TrialResult {
  readonly rule: string;
  readonly place: string;
  readonly effect: 'allow' | 'deny';
  readonly changed: number;
  readonly calls: number;
}

export interface GatewayReport {
  /** Its path, as the test file leads to it. */
  readonly file: string;
  /** The policy's hash; null when it does not compile. */
  readonly policy: string | null;
  /** Errors that keep it from compiling. Warnings are for `check`. */
  readonly findings: readonly Finding[];
  readonly sources: readonly SourceText[];
}

export interface TestResult {
  readonly name: string;
  readonly range: Range;
  readonly ok: boolean;
  readonly cases: number;
  readonly failures: readonly Failure[];
}

/** Failures of one test that people are shown and that are traced; programs get all. */
export const SHOWN = 10;

/** One thing that was not as expected. */
export interface Failure {
  /** What is wrong, one sentence. */
  readonly message: string;
  /** The expectation's own characters in the test file. */
  readonly range: Range;
  readonly asked: Asked | null;
  readonly expected: string | null;
  readonly got: string | null;
  /** Who decided, with its place in the gateway, as `gateway.yaml:41`; null where nothing was asked. */
  readonly decided: Decided | null;
  /** The audit record of the call; null where none was made. */
  readonly record: AuditRecord | null;
  /** Every rule that was considered; null where none was, or where there is no room for it. */
  readonly trace: Trace | null;
  /** Why there is no trace although rules were considered. */
  readonly untraced: string | null;
}

/** The call or list that was asked. */
export interface Asked {
  readonly as: string;
  /** A prompt was got, a resource read, an argument completed; absent: a tool was called, or a list asked. */
  readonly verb?: Verb;
  /** With `complete`: which argument. */
  readonly completes?: Completes;
  /** What was listed; absent: tools. */
  readonly of?: OfferKind;
  readonly call: string | null;
  readonly args: Readonly<Record<string, unknown>> | null;
  /** Of a list: the name that a failure is about, and whether it was listed. */
  readonly item?: { readonly name: string; readonly there: boolean };
  /** Which one of a step's repetitions, from 1; null for one alone. */
  readonly time: number | null;
}

export interface Decided {
  readonly rule: string | null;
  readonly place: string | null;
  /** The stage of a call's life that decided. */
  readonly stage: string;
  /** In words for the operator, where there are any. */
  readonly reason: string | null;
}
