// A contender as a process of its own, ended with this one. Says the port and the process id that is accounted for.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/**
 * Starts `command`; prints its port once it is ready.
 *
 * @param port it listens on, where that was told it; else the port is read from what it prints
 * @param ready `path` and what its answer `says` once it can be called; any answer where absent
 */
export function run(
  [program, ...args],
  { port = null, ready, stdio = ['ignore', 'ignore', 'pipe'], ...options } = {},
) {
  const child = spawn(program, args, { stdio, ...options });
  child.on('exit', (code) => process.exit(code ?? 1));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  if (port !== null) return answers(port, ready).then(() => console.log(`${port} ${child.pid}`));
  const output = child.stderr ?? child.stdout;
  output.setEncoding('utf8').on('data', (text) => {
    const said = /127\.0\.0\.1:(\d+)/.exec(text)?.[1];
    if (said !== undefined) console.log(`${said} ${child.pid}`);
    else if (!text.startsWith('SIGTERM')) process.stderr.write(text);
  });
}

/** Resolves when what listens on `port` is ready. */
async function answers(port, { path, says } = { path: '/', says: '' }) {
  for (let tries = 0; tries < 300; tries++) {
    const text = await fetch(`http://127.0.0.1:${port}${path}`).then(
      (answer) => answer.text(),
      () => null,
    );
    if (text?.includes(says)) return;
    await pause(50);
  }
  throw new Error(`nothing is ready on ${port}`);
}

export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** The command of the stdio backend, which is no part of what is accounted for: it runs where the load does. */
export function stdioBackend(bytes, ledger) {
  const file = fileURLToPath(new URL('../stdio-backend.mjs', import.meta.url));
  return ['taskset', '-c', '0', process.execPath, file, bytes, ledger];
}
