// One test file: read, checked against its gateway, run.
import { dirname, join } from 'node:path';
import type { Plan } from '../../runtime/contract/plan.ts';
import type { Finding } from '../diagnostics/finding.ts';
import { diskIo } from '../source/io.ts';
import { mayRead } from './allowed.ts';
import { checkNames } from './check.ts';
import { counterOf } from './coverage/count.ts';
import { coverageOf, createLedger } from './coverage/goals.ts';
import { type Gateway, type Gateways, gatewayReport, partsOf } from './gateways.ts';
import type { Suite } from './model.ts';
import { isAsked, type TestOptions } from './options.ts';
import { readSuite } from './read.ts';
import type { SuiteReport } from './report.ts';
import { runSuite } from './run.ts';
import { countTrials } from './trials.ts';
import { knownContext, knownTools } from './world/names.ts';
import { planOf, WorldError, type WorldParts } from './world/world.ts';

/** @param file its path, as a person wrote it */
export async function runFile(file: string, options: TestOptions, gateways: Gateways): Promise<SuiteReport> {
  const io = options.io ?? diskIo;
  const { suite, findings, sources } = readSuite(file, io);
  const unread = {
    file,
    name: suite?.name ?? '',
    ok: false,
    findings,
    sources,
    gateway: null,
    tests: [],
    trials: [],
    coverage: null,
  };
  if (suite === null) return unread;
  const { value, range } = suite.gateway;
  if (!mayRead(file, value, options.allowRead ?? [], io))
    return { ...unread, findings: [outside(value, range)] };
  const gateway = await gateways(join(dirname(file), value));
  const told = { ...unread, gateway: gatewayReport(gateway) };
  if (gateway.parts === null) return told;
  const ran = await runOn(suite, file, gateway, options);
  if ('findings' in ran) return { ...told, findings: [...findings, ...ran.findings] };
  return { ...told, ok: ran.tests.every((test) => test.ok), findings, ...ran };
}

function outside(path: string, range: Finding['range']): Finding {
  return {
    rule: 'tests/outside-folder',
    severity: 'error',
    message: `${path} lies neither in this suite's folder nor straight above it.`,
    range,
    why: 'A test file may be somebody else’s, and what it names is shown in findings.',
    help: 'Move the suite, or allow it: mcpgw test --allow-read PATH.',
  };
}

type RunOutcome =
  | Pick<SuiteReport, 'tests' | 'trials' | 'coverage'>
  | { readonly findings: readonly Finding[] };

async function runOn(
  suite: Suite,
  file: string,
  gateway: Gateway,
  options: TestOptions,
): Promise<RunOutcome> {
  const parts = partsOf(gateway, suite);
  const plan = startable(suite, parts);
  if (!('agents' in plan)) return { findings: [plan] };
  const tools = knownTools(plan, parts.offered);
  const findings = checkNames(suite, plan, {
    tools: [...tools.keys()],
    ...knownContext(plan, parts.context ?? new Map()),
  });
  if (findings.length > 0) return { findings };
  const asked = suite.tests.filter(({ name }) => isAsked(options.filter, suite.name, name));
  const { io = diskIo, update = false } = options;
  const goldens = { folder: dirname(file), io, update };
  const trials = countTrials(plan);
  const ground = { parts, tools, goldens, twin: gateway.twin, trials };
  if (options.coverage !== true) {
    const tests = await runSuite(asked, { ...ground, count: null });
    return { tests, trials: trials.results(), coverage: null };
  }
  const twin = await gateway.twin();
  const ledger = createLedger(twin);
  const tests = await runSuite(asked, { ...ground, count: counterOf(plan, twin, ledger) });
  const coverage = coverageOf(ledger, gateway.file, gateway.compiled.sources);
  return { tests, trials: trials.results(), coverage };
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
