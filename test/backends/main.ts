// The scripted backend as a process of its own. Usage: node test/backends/run.mjs stdio|http [OPTIONS as JSON]
// Over HTTP it prints its URL as the first line. Ends when standard input ends.
import { startBackend } from './http.ts';
import type { BackendOptions } from './script.ts';
import { serveStdio } from './stdio.ts';

const [kind, json] = process.argv.slice(2);
const options = JSON.parse(json ?? '{}') as BackendOptions;
if (kind === 'stdio') serveStdio(options);
else {
  const backend = await startBackend(options);
  process.stdout.write(`${backend.url}\n`);
  process.stdin.resume().on('end', () => process.exit(0));
}
