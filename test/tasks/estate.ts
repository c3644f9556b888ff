// A gateway over two servers that keep tasks, one of each era, and all that has to be ended after it.
import type { WayFlag } from '../../compiler/index.ts';
import type { Host } from '../hosts/hosts.ts';
import { emit, hashOf, type Serving, serve } from '../hosts/suite/emitted.ts';
import { type LegacyTaskServer, legacyTaskServer } from './legacy-server.ts';
import { type ModernTaskServer, modernTaskServer } from './modern-server.ts';

export interface Estate {
  readonly legacy: LegacyTaskServer;
  readonly modern: ModernTaskServer;
  readonly gateway: Serving;
  end(): Promise<void>;
}

interface EstateOptions {
  readonly host?: Host;
  /** The servers may ask for elicitation. Default: yes. */
  readonly asks?: boolean;
  /** What the bundle can be told, and is. */
  readonly ways?: readonly WayFlag[];
  readonly flags?: readonly string[];
}

/** Serves them to the agent `ann`. */
export async function taskEstate({ host, asks = true, ways, flags }: EstateOptions = {}): Promise<Estate> {
  const [legacy, modern] = await Promise.all([legacyTaskServer(), modernTaskServer()]);
  const about = `tasks: true${asks ? ', ask: [elicitation]' : ''}`;
  const yaml = `version: 1
name: tasks
agents: { ann: { keys: ["${hashOf('ann')}"] } }
servers:
  legacy: { url: "${legacy.url}", ${about} }
  modern: { url: "${modern.url}", ${about} }
access: [{ name: all, allow: "*" }]
`;
  const emitted = await emit(yaml, {}, ways);
  const gateway = await serve(emitted, {}, host, flags);
  const end = async (): Promise<void> => {
    await gateway.stop();
    emitted.remove();
    legacy.close();
    modern.close();
  };
  return { legacy, modern, gateway, end };
}
