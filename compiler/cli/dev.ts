// `mcpgw dev [FILE]`: compiles and serves; what is saved and checks clean is live, and calls are shown as they pass.
import { dirname, join, resolve } from 'node:path';
import { type Compiled, compile, printHuman } from '../index.ts';
import { exit, type Given, type Io, type Run } from './command.ts';
import { callLine, callsHead } from './dev/calls.ts';
import { type DevGateway, startGateway } from './dev/gateway.ts';
import { nextChange, recordSources, type Sources } from './dev/sources.ts';
import { seenFromHere, statusOf } from './report.ts';
import { today } from './today.ts';

export const dev: Run = async (given, io) => {
  const file = given.operands[0] ?? 'gateway.yaml';
  const stopping = new AbortController();
  let gateway: DevGateway | null = null;
  let status: number = exit.clean;
  const stop = (): void => {
    stopping.abort();
    gateway?.end();
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  while (!stopping.signal.aborted) {
    const { compiled, sources } = await compileNow(file, given);
    if (stopping.signal.aborted) break;
    const { bundle, findings } = compiled;
    const seen = seenFromHere({ ...compiled, file });
    io.out(printHuman(seen.findings, { sources: seen.sources, colour: io.colour }));
    if (gateway === null && statusOf(findings) === exit.usage) status = exit.usage;
    if (status !== exit.clean) break;
    if (bundle === null) io.out(`${file} is not fit to run: ${remedy(gateway !== null)}\n`);
    else if (gateway !== null) gateway.take(bundle.code);
    else {
      gateway = startGateway(bundle.code, optionsOf(file, given, io));
      void gateway.ended.then((code) => {
        // By itself: it has said why.
        if (!stopping.signal.aborted) status = code === 0 ? exit.internal : exit.findings;
        stopping.abort();
      });
    }
    await nextChange(sources, stopping.signal);
  }
  await gateway?.ended;
  process.off('SIGINT', stop).off('SIGTERM', stop);
  return status;
};

interface Round {
  readonly compiled: Compiled;
  readonly sources: Sources;
}

async function compileNow(file: string, given: Given): Promise<Round> {
  const sources = recordSources();
  const compiled = await compile(file, {
    io: sources.io,
    overlays: given.values('with'),
    today: today(),
    flags: ['watch-bundle'],
  });
  return { compiled, sources };
}

function remedy(runs: boolean): string {
  return runs ? 'the gateway goes on with what it has. Save a change to go on.' : 'save a change to start.';
}

function optionsOf(file: string, given: Given, { out, err, colour }: Io) {
  const port = given.value('port');
  let begun = false;
  return {
    file: join(dirname(resolve(file)), `.gateway.dev-${process.pid}.mjs`),
    flags: port === undefined ? [] : ['--port', port],
    audit: (line: string) => out(`${callLine(line, colour)}\n`),
    log(line: string) {
      err(`${line}\n`);
      if (begun || !line.includes(' listens on http')) return;
      begun = true;
      out(`What you save is live when it checks clean. Ctrl-C ends the gateway and its servers.\n`);
      out(`${callsHead(colour)}\n`);
    },
  };
}
