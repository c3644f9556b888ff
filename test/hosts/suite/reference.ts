// The conformance servers of the official SDKs, each as a process of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Era } from '../../../runtime/contract/message.ts';

const runner = fileURLToPath(new URL('../../conformance/mcp/backend/run.mjs', import.meta.url));

export interface Reference {
  readonly url: string;
  stop(): void;
}

/** Starts one of an era; resolves when it listens. */
export async function startReference(era: Era): Promise<Reference> {
  const child = spawn(process.execPath, [runner, era], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = await once(child.stdout, 'data');
  return { url: String(line).trim(), stop: () => void child.kill() };
}
