// `mcpgw why AGENT TOOL [ARGS…]`: the decision of a call, with all that led to it.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readTime } from '../source/times.ts';
import {
  type Explanation,
  explainCall,
  type GivenToken,
  printWhy,
  printWhyJson,
  type Why,
} from '../testing/index.ts';
import { UsageError } from './arguments.ts';
import { exit, type Given, type Io, type Run } from './command.ts';
import { InputError } from './failure.ts';
import { readText } from './files.ts';
import { type Format, formatsOf, printAs } from './formats.ts';
import { argsOf, claimsOf, textsOf } from './keyed.ts';
import { type Recorded, recordOf } from './record.ts';
import { report, statusOf } from './report.ts';

export const why: Run = async (given, io) => {
  const formats = formatsOf(given);
  const gateway = given.value('gateway') ?? 'gateway.yaml';
  const recorded = recordedIn(given);
  const { at, rest, ...about } = recorded === null ? named(given) : ofRecord(recorded, given);
  const asked = { ...about, args: argsFor(about.verb, rest) };
  const options = {
    gateway,
    overlays: given.values('with'),
    tests: testsOf(given, gateway),
    at,
    down: given.values('down'),
    token: tokenOf(given, recorded?.issuer ?? null),
    bearing: recorded?.token === true,
  };
  return tell(await explainCall(asked, options), recorded, formats, io);
};

interface Named extends Pick<Why['asked'], 'as' | 'call' | 'verb'> {
  readonly rest: readonly string[];
  readonly at: number;
}

function argsFor(verb: Named['verb'], words: readonly string[]): Why['asked']['args'] {
  if (verb === undefined) return argsOf(words);
  if (verb === 'get') return textsOf(words);
  if (words.length === 0) return {};
  throw new UsageError('A resource is read without arguments.');
}

function named(given: Given): Named {
  const at = timeOf(given) ?? Date.now();
  const [prompt, uri] = [given.value('prompt'), given.value('resource')];
  if (prompt !== undefined && uri !== undefined) throw new UsageError('Ask for a prompt or for a resource.');
  const [as, ...words] = given.value('claims') === undefined ? given.operands : ['', ...given.operands];
  const [call, ...rest] = [prompt ?? uri ?? [], words].flat();
  if (as === undefined || call === undefined)
    throw new UsageError(
      'why needs an agent and a tool: mcpgw why AGENT TOOL [ARGS…], with --claims in the place of AGENT, with --prompt NAME or --resource URI in that of TOOL.',
    );
  if (prompt === undefined && uri === undefined) return { as, call, rest, at };
  return { as, verb: prompt === undefined ? 'read' : 'get', call, rest, at };
}

/** What a caller's token says, where it is given. @param recorded whose it was */
function tokenOf(given: Given, recorded: string | null): GivenToken | null {
  const [claims, issuer] = [given.value('claims'), given.value('issuer')];
  if (claims !== undefined) return { issuer: issuer ?? recorded, claims: claimsOf(claims) };
  if (issuer !== undefined) throw new UsageError('--issuer says whose --claims are: give those, too.');
  return null;
}

function ofRecord({ agent, verb, tool, time }: Recorded, given: Given): Named {
  const about = { as: agent, call: tool, ...(verb === undefined ? {} : { verb }) };
  return { ...about, rest: given.operands, at: timeOf(given) ?? Date.parse(time) };
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
  const time = readTime(text);
  if (/^\d{4}-\d\d-\d\dT/.test(text) && time !== null) return time;
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
function compare({ agent, token, policy, decision, rule }: Recorded, { asked, record }: Why, io: Io): void {
  if (token && asked.as === agent)
    io.err(
      `mcpgw: The record does not hold what stood in the token of ${agent}: taken are the claims that the tests give it.\n`,
    );
  if (policy !== record.policy)
    io.err(`mcpgw: The record is of policy ${policy.slice(0, 12)}, this is ${record.policy.slice(0, 12)}.\n`);
  if (decision === record.decision && rule === record.rule) return;
  const by = (name: string | null): string => (name === null ? '' : ` by ${name}`);
  io.err(
    `mcpgw: Recorded was ${decision}${by(rule)}; now it is ${record.decision}${by(record.rule)}. ` +
      'Records hold no arguments: give those of the call.\n',
  );
}
