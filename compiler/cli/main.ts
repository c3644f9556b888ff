#!/usr/bin/env node
// The program `mcpgw`: standard streams and the exit status; all else is in run.ts.
import { wantsColour } from '../diagnostics/human.ts';
import { run } from './run.ts';

// A reader that leaves early (`| head`) is no failure to speak of.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

process.exitCode = await run(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  colour: wantsColour(process.stdout.isTTY === true, process.env),
});
