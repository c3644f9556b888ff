// `mcpgw lock [FILE]`: writes down what the servers offer.
import { findingPrinters } from '../diagnostics/printers.ts';
import { changeFindings, type Locked, lockGateway, printChanges } from '../index.ts';
import { version } from '../version.ts';
import { exit, type Io, type Run } from './command.ts';
import { writeAll } from './files.ts';
import { type Format, formatsOf, printAs } from './formats.ts';
import { report, statusOf } from './report.ts';

export const lock: Run = async (given, io) => {
  const file = given.operands[0] ?? 'gateway.yaml';
  const formats = formatsOf(given);
  const locked = await lockGateway(file, {
    overlays: given.values('with'),
    log: (line) => io.err(`${line}\n`),
  });
  if (locked.now === null) {
    report({ ...locked, file }, formats, io);
    return statusOf(locked.findings);
  }
  complain(locked, io);
  if (given.switch('check')) return compare(locked, file, formats, io);
  writeAll([{ path: locked.path, text: locked.text }]);
  printAs(formats, printers(locked, `${locked.path}: ${inWords(locked)}\n`), io);
  if (!locked.named) io.err(`Nothing reads it yet: name it in ${file} under catalog.lock.\n`);
  return locked.failures.length > 0 ? exit.findings : exit.clean;
};

/** Nothing is written: what would change is shown, and fails where it breaks something, or where nobody could look. */
function compare(locked: Locked, file: string, formats: readonly Format[], io: Io): number {
  const { before, unfit, path, changes, failures } = locked;
  if (before === null) {
    const none = unfit === null ? `there is no lock to compare with: ${path}` : `${path} ${unfit}`;
    io.err(`mcpgw: ${none}. Write it: mcpgw lock ${file}\n`);
    return exit.usage;
  }
  const breaking = changes.filter((change) => change.breaking).length;
  const sum = `${changes.length} changed since ${path} was written, ${breaking} of them breaking\n`;
  printAs(formats, printers(locked, changes.length === 0 ? nothing(locked) : sum), io);
  return breaking + failures.length > 0 ? exit.findings : exit.clean;
}

function nothing({ path, failures }: Locked): string {
  return `${path}: nothing changed${failures.length > 0 ? ', as far as servers could be listed' : ''}\n`;
}

/** People and JSON have the changes; the forms of other programs know only findings. */
function printers(locked: Locked, sum: string) {
  const { changes, failures, rejected, path } = locked;
  const json = {
    path,
    changes,
    breaking: changes.filter(({ breaking }) => breaking).length,
    failures,
    rejected,
  };
  const { findings, sources } = changeFindings(locked);
  const said = () => `${printChanges(changes)}${sum}`;
  return {
    ...findingPrinters(findings, sources, { folder: '', version: version() }),
    human: said,
    plain: said,
    json: () => `${JSON.stringify(json, null, 2)}\n`,
  };
}

/** What could not be locked. */
function complain({ failures, rejected }: Locked, io: Io): void {
  for (const { server, reason } of failures)
    io.err(`mcpgw: server “${server}” cannot be listed: ${reason}. What the lock has of it stays.\n`);
  for (const { server, kind, name, reason } of rejected)
    io.err(`mcpgw: server “${server}”: “${name}” of its ${kind} is left out: ${reason}.\n`);
}

function inWords({ now }: Locked): string {
  const servers = Object.values(now?.servers ?? {});
  const count = (kind: 'tools' | 'prompts' | 'resourceTemplates'): number =>
    servers.reduce((sum, server) => sum + Object.keys(server[kind] ?? {}).length, 0);
  const tokens = servers
    .flatMap(({ tools = {} }) => Object.values(tools))
    .reduce((sum, tool) => sum + tool.tokens, 0);
  const what = [
    `${amount(count('tools'), 'tool')} of about ${tokens} tokens`,
    amount(count('prompts'), 'prompt'),
    amount(count('resourceTemplates'), 'resource template'),
  ];
  return `${what.join(', ')} of ${amount(servers.length, 'server')}`;
}

function amount(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
