// Policy tests: what a gateway must decide, asked of the very bytes that ship.
import { dirname, join } from 'node:path';
import type { Plan } from '../../runtime/contract/plan.ts';
import type { Finding } from '../diagnostics/finding.ts';
import { type Compiled, compile } from '../pipeline.ts';
import { diskIo, type SourceIo } from '../source/io.ts';
import { checkNames } from './check.ts';
import type { Suite } from './model.ts';
import { readSuite } from './read.ts';
import type { GatewayReport, SuiteReport, TestReport, TestResult } from './report.ts';
import { runSuite } from './run.ts';
import { makeTwin, type Twin } from './twin/twin.ts';
import { dummiesFor } from './world/dummies.ts';
import { loadBundle } from './world/load.ts';
import { knownTools } from './world/names.ts';
import { planOf, WorldError, type WorldParts } from './world/world.ts';

export { printTests } from './print/human.ts';
export { printTestsJson } from './print/json.ts';
export type {
  Asked,
  Decided,
  Failure,
  GatewayReport,
  SuiteReport,
  TestReport,
  TestResult,
} from './report.ts';

export interface TestOptions {
  /** Where files come from; the disk unless given. */
  readonly io?: SourceIo;
  /** Files that go over every gateway file under test. */
  readonly overlays?: readonly string[];
}

/**
 * Runs test files, one after the other. Wrong input gives findings in the report, never a throw.
 *
 * @param files paths as a person wrote them
 */
export async function runTests(files: readonly string[], options: TestOptions = {}): Promise<TestReport> {
  const gateways = new Map<string, Promise<Gateway>>();
  const suites: SuiteReport[] = [];
  for (const file of files) suites.push(await runFile(file, options, gateways));
  const tests = suites.flatMap((suite) => suite.tests);
  return {
    ok: tests.length > 0 && suites.every((suite) => suite.ok),
    suites,
    cases: tests.reduce((sum, test) => sum + test.cases, 0),
  };
}

/** A gateway file as compiled, and its bytes as loaded; files of one gateway share it. */
interface Gateway {
  readonly file: string;
  readonly compiled: Compiled;
  readonly parts: Pick<WorldParts, 'bundle' | 'dummies'> | null;
  readonly twin: () => Promise<Twin>;
}

async function runFile(
  file: string,
  options: TestOptions,
  gateways: Map<string, Promise<Gateway>>,
): Promise<SuiteReport> {
  const { suite, findings, sources } = readSuite(file, options.io ?? diskIo);
  const unread = { file, name: suite?.name ?? '', ok: false, findings, sources, gateway: null, tests: [] };
  if (suite === null) return unread;
  const path = join(dirname(file), suite.gateway.value);
  const opened = gateways.get(path) ?? openGateway(path, options);
  gateways.set(path, opened);
  const gateway = await opened;
  const told = { ...unread, gateway: gatewayReport(gateway) };
  if (gateway.parts === null) return told;
  const ran = await runOn(suite, gateway.parts, gateway.twin);
  const tests = 'tests' in ran ? ran.tests : [];
  const wrong = 'findings' in ran ? ran.findings : [];
  const ok = tests.length > 0 && tests.every((test) => test.ok);
  return { ...told, ok, findings: [...findings, ...wrong], tests };
}

async function openGateway(file: string, options: TestOptions): Promise<Gateway> {
  const compiled = await compile(file, options);
  const { bundle, config } = compiled;
  let made: Promise<Twin> | null = null;
  const twin = (): Promise<Twin> => {
    made ??= makeTwin(compiled);
    return made;
  };
  if (bundle === null || config === null) return { file, compiled, parts: null, twin };
  const parts = { bundle: await loadBundle(bundle.files), dummies: dummiesFor(config) };
  return { file, compiled, parts, twin };
}

type RunOutcome = { readonly tests: readonly TestResult[] } | { readonly findings: readonly Finding[] };

async function runOn(
  suite: Suite,
  gateway: NonNullable<Gateway['parts']>,
  twin: Gateway['twin'],
): Promise<RunOutcome> {
  const offered = new Map(suite.backends.map(({ server, tools }) => [server.value, tools]));
  const parts: WorldParts = { ...gateway, offered, clock: suite.clock };
  const plan = startable(suite, parts);
  if (!('agents' in plan)) return { findings: [plan] };
  const tools = knownTools(plan, offered);
  const findings = checkNames(suite, plan, new Set(tools.keys()));
  return findings.length > 0 ? { findings } : { tests: await runSuite(suite, { parts, tools, twin }) };
}

/** The plan, or why the gateway cannot even be made. */
function startable(suite: Suite, parts: WorldParts): Plan | Finding {
  try {
    return planOf(parts);
  } catch (error) {
    if (!(error instanceof WorldError)) throw error;
    const { range } = suite.gateway;
    return { rule: 'tests/gateway-does-not-start', severity: 'error', message: error.message, range };
  }
}

function gatewayReport({ file, compiled, parts }: Gateway): GatewayReport {
  const { findings, sources } = compiled;
  const errors = findings.filter(({ severity }) => severity === 'error');
  return { file, policy: parts?.bundle.policy.hash ?? null, findings: errors, sources };
}
