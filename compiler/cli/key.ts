// `mcpgw key NAME`: an API key of 256 random bits. Only its hash goes into Git.
import { createHash, randomBytes } from 'node:crypto';
import { scalar } from '../source/print.ts';
import { UsageError } from './arguments.ts';
import { exit, type Run } from './command.ts';

export const key: Run = async (given, io) => {
  const [agent] = given.operands;
  if (agent === undefined) throw new UsageError('key needs the name of an agent: mcpgw key NAME.');
  if (!/^[A-Za-z0-9][A-Za-z0-9._@:/-]{0,127}$/.test(agent)) {
    throw new UsageError(
      `${JSON.stringify(agent)} is no name of an agent: it begins with a letter or digit and has letters, digits and . _ @ : / -, 128 at most.`,
    );
  }
  const made = makeKey(agent);
  const json = given.value('format') === 'json';
  io.out(json ? `${JSON.stringify({ agent, ...made })}\n` : inWords(agent, made.key, made.hash));
  return exit.clean;
};

/** A new key, and what stands in the gateway file. The agent's name is in it as far as a header field takes it: for people. */
export function makeKey(agent: string): { readonly key: string; readonly hash: string } {
  const name = agent.replace(/[^A-Za-z0-9]+/g, '-').slice(0, 64);
  const secret = `mcpgw_${name}_${randomBytes(32).toString('base64url')}`;
  return { key: secret, hash: `sha256:${createHash('sha256').update(secret).digest('hex')}` };
}

function inWords(agent: string, secret: string, hash: string): string {
  return `The key of ${agent}, shown only now:

  ${secret}

Give it to the agent, which sends it as "Authorization: Bearer <key>" or "X-Api-Key: <key>".
Put its hash into the gateway file:

agents:
  ${scalar(agent)}:
    keys: ["${hash}"]
`;
}
