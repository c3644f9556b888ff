// `mcpgw lock [FILE]`: writes down what the servers offer.
import { type Locked, lockGateway } from '../index.ts';
import { exit, type Io, type Run } from './command.ts';
import { writeAll } from './files.ts';
import { formatsOf } from './formats.ts';
import { report, statusOf } from './report.ts';

export const lock: Run = async (given, io) => {
  const file = given.operands[0] ?? 'gateway.yaml';
  const locked = await lockGateway(file, {
    overlays: given.values('with'),
    log: (line) => io.err(`${line}\n`),
  });
  if (locked.now === null) {
    report(locked, formatsOf(given), io);
    return statusOf(locked.findings);
  }
  complain(locked, io);
  writeAll([{ path: locked.path, text: locked.text }]);
  io.out(`${locked.path}: ${inWords(locked)}\n`);
  if (!locked.named) io.err(`Nothing reads it yet: name it in ${file} under catalog.lock.\n`);
  return locked.failures.length > 0 ? exit.findings : exit.clean;
};

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
  return `${count('tools')} tools of about ${tokens} tokens, ${count('prompts')} prompts, ${count('resourceTemplates')} resource templates of ${servers.length} servers`;
}
