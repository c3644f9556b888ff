// `mcpgw key NAME`: an API key of 256 random bits. Only its hash goes into Git.
import { createHash, randomBytes } from 'node:crypto';
import { UsageError } from './arguments.ts';
import { exit, type Run } from './command.ts';

export const key: Run = async (given, io) => {
  const [agent] = given.operands;
  if (agent === undefined) throw new UsageError('key needs the name of an agent: mcpgw key NAME.');
  if (!/^[a-z0-9-]{1,64}$/.test(agent)) {
    throw new UsageError(`${JSON.stringify(agent)} is no name of an agent: 1 to 64 of a–z, 0–9 and -.`);
  }
  const made = makeKey(agent);
  const json = given.value('format') === 'json';
  io.out(json ? `${JSON.stringify({ agent, ...made })}\n` : inWords(agent, made.key, made.hash));
  return exit.clean;
};

/** A new key, and what stands in the gateway file. */
export function makeKey(agent: string): { readonly key: string; readonly hash: string } {
  const secret = `mcpgw_${agent}_${randomBytes(32).toString('base64url')}`;
  return { key: secret, hash: `sha256:${createHash('sha256').update(secret).digest('hex')}` };
}

function inWords(agent: string, secret: string, hash: string): string {
  return `The key of ${agent}, shown only now:

  ${secret}

Give it to the agent, which sends it as "Authorization: Bearer <key>" or "X-Api-Key: <key>".
Put its hash into the gateway file:

agents:
  ${agent}:
    keys: ["${hash}"]
`;
}
