// `mcpgw why AGENT TOOL [ARGS…]`: the decision of a call, with all that led to it.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Explanation, explainCall, printWhy, printWhyJson, type Why } from '../testing/index.ts';
import { UsageError } from './arguments.ts';
import { exit, type Given, type Io, type Run } from './command.ts';
import { InputError } from './failure.ts';
import { readText } from './files.ts';
import { type Format, formatsOf, printAs } from './formats.ts';
import { argsOf } from './keyed.ts';
import { type Recorded, recordOf } from './record.ts';
import { report, statusOf } from './report.ts';

export const why: Run = async (given, io) => {
  const formats = formatsOf(given);
  const gateway = given.value('gateway') ?? 'gateway.yaml';
  const recorded = recordedIn(given);
  const { as, call, rest, at } = recorded === null ? named(given) : ofRecord(recorded, given);
  const asked = { as, call, args: argsOf(rest) };
  const options = {
    gateway,
    overlays: given.values('with'),
    tests: testsOf(given, gateway),
    at,
    down: given.values('down'),
  };
  return tell(await explainCall(asked, options), recorded, formats, io);
};

interface Named {
  readonly as: string;
  readonly call: string;
  readonly rest: readonly string[];
  readonly at: number;
}

function named(given: Given): Named {
  const [as, call, ...rest] = given.operands;
  if (as === undefined || call === undefined)
    throw new UsageError('why needs an agent and a tool: mcpgw why AGENT TOOL [ARGS…].');
  return { as, call, rest, at: timeOf(given) ?? Date.now() };
}

function ofRecord({ agent, tool, time }: Recorded, given: Given): Named {
  return { as: agent, call: tool, rest: given.operands, at: timeOf(given) ?? Date.parse(time) };
}

function recordedIn(given: Given): Recorded | null {
  const reference = given.value('audit');
  if (reference === undefined) return null;
  const log = given.value('log') ?? 'audit.ndjson';
  const found = recordOf(reference, log === '-' ? readFileSync(0, 'utf8') : readText(log));
  if (found !== null) return found;
  throw new InputError(`${log} holds no call with the reference ${JSON.stringify(reference)}.`);
}

function timeOf(given: Given): number | null {
  const text = given.value('at');
  if (text === undefined) return null;
  const time = Date.parse(text);
  if (/^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(time)) return time;
  throw new UsageError(`--at is a time as 2026-11-20T09:00:00Z, not ${JSON.stringify(text)}.`);
}

/** What the tools are: the tests beside the gateway say it, unless another file is named. */
function testsOf(given: Given, gateway: string): string | null {
  const file = given.value('tests');
  if (file !== undefined) return file;
  const beside = join(dirname(gateway), 'tests.yaml');
  return existsSync(beside) ? beside : null;
}

function tell(told: Explanation, recorded: Recorded | null, formats: readonly Format[], io: Io): number {
  if ('findings' in told) {
    report(told, formats, io);
    return statusOf(told.findings);
  }
  if ('unknown' in told) throw new InputError(told.unknown);
  if ('fault' in told) {
    io.err(`mcpgw: ${told.fault} This is a fault of mcpgw; please report it with the gateway file.\n`);
    return exit.findings;
  }
  const printers = { human: () => printWhy(told.why), json: () => printWhyJson(told.why) };
  printAs(formats, printers, io);
  if (recorded !== null) compare(recorded, told.why, io);
  return exit.clean;
}

/** Says where the record tells of another policy, or of another decision. */
function compare({ policy, decision, rule }: Recorded, { record }: Why, io: Io): void {
  if (policy !== record.policy)
    io.err(`mcpgw: The record is of policy ${policy.slice(0, 12)}, this is ${record.policy.slice(0, 12)}.\n`);
  if (decision === record.decision && rule === record.rule) return;
  const by = (name: string | null): string => (name === null ? '' : ` by ${name}`);
  io.err(
    `mcpgw: Recorded was ${decision}${by(rule)}; now it is ${record.decision}${by(record.rule)}. ` +
      'Records hold no arguments: give those of the call.\n',
  );
}
