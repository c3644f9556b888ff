// Where the bundle lies that this process runs, and whether it runs it as its program.
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Set for workers: they are given the bundle's text, whatever its file holds by now. */
export const WORKER_OF = 'MCPGW_WORKER_OF';

export function isWorker(): boolean {
  return process.env[WORKER_OF] !== undefined && process.send !== undefined;
}

/** The bundle as it was named at start; a link may lead elsewhere by now. */
export function bundlePath(): string {
  return isWorker() ? process.env[WORKER_OF]! : process.argv[1]!;
}

/** True when the module at `url` is the program that the host was started with. */
export function isMain(url: string): boolean {
  // Another bundle that the running one loads is told from it by its name.
  if (/\?|data:/.test(url)) return false;
  if (isWorker()) return true;
  try {
    return realpathSync(process.argv[1]!) === realpathSync(fileURLToPath(url));
  } catch {
    return false;
  }
}
