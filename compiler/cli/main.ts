#!/usr/bin/env node
// The program `mcpgw`: standard streams and the exit status; all else is in run.ts.
import './tuning.ts';
import { wantsColour } from '../diagnostics/human.ts';
import { exit } from './command.ts';
import { internalError } from './internal.ts';
import { run } from './run.ts';

process.on('uncaughtException', (error) => {
  process.stderr.write(internalError(error));
  process.exit(exit.internal);
});

// A reader that leaves early (`| head`) is no failure to speak of; a full disk is.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return;
  process.stderr.write(`mcpgw: Standard output cannot be written: ${error.message}\n`);
  process.exitCode = exit.usage;
});
process.stderr.on('error', () => {});

const status = await run(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  colour: wantsColour(process.stdout.isTTY === true, process.env),
});
process.exitCode ??= status;
