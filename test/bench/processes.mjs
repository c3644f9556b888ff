// Processes of a benchmark: started on one core, accounted by the kernel, ended by id.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;

/** What still runs ends with the benchmark. */
const started = new Set();
process.on('exit', () => {
  for (const child of started) child.kill();
});

/** Starts `node file …args` on `core`; resolves with what its first line says: a port, and perhaps another process id. */
export function start(core, file, args = []) {
  const child = spawn('taskset', ['-c', String(core), process.execPath, file, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  started.add(child);
  child.once('exit', () => started.delete(child));
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code} before it was ready`)));
    child.stdout.setEncoding('utf8').once('data', (line) => {
      const [port, pid] = line.trim().split(' ').map(Number);
      resolve({ child, port, pid: pid || child.pid });
    });
  });
}

export function stop({ child }) {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once('exit', resolve);
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), 5000).unref();
  });
}

/** CPU seconds (user and system) that a process has used, from its accounting. */
export function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** Resident memory in MiB. */
export function residentMiB(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
}
