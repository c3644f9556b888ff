// The gateway files under test: each compiled and loaded once, however many suites speak of it.
import { type Compiled, compile } from '../pipeline.ts';
import type { Suite } from './model.ts';
import type { TestOptions } from './options.ts';
import type { GatewayReport } from './report.ts';
import { makeTwin, type Twin } from './twin/twin.ts';
import { dummiesFor } from './world/dummies.ts';
import { makeIssuers, type TokenAgent } from './world/issuers.ts';
import { loadBundle } from './world/load.ts';
import { offeredContext, offeredTools } from './world/offered.ts';
import type { WorldParts } from './world/world.ts';

/** A gateway file as compiled, and its bytes as loaded. */
export interface Gateway {
  readonly file: string;
  readonly compiled: Compiled;
  /** Null when it does not compile. */
  readonly parts: Pick<WorldParts, 'bundle' | 'dummies' | 'issuers'> | null;
  /** Its twin, made when it is first asked for. */
  twin(): Promise<Twin>;
}

/** Gives gateways by the path of their file. */
export type Gateways = (file: string) => Promise<Gateway>;

export function createGateways(options: TestOptions): Gateways {
  const known = new Map<string, Promise<Gateway>>();
  return (file) => {
    const opened = known.get(file) ?? open(file, options);
    known.set(file, opened);
    return opened;
  };
}

async function open(file: string, options: TestOptions): Promise<Gateway> {
  const compiled = await compile(file, options);
  const { bundle, config, models } = compiled;
  let made: Promise<Twin> | null = null;
  const twin = (): Promise<Twin> => {
    made ??= makeTwin(compiled);
    return made;
  };
  if (bundle === null || config === null || models === null) return { file, compiled, parts: null, twin };
  const parts = {
    bundle: await loadBundle(bundle.files),
    dummies: dummiesFor(config),
    issuers: await makeIssuers(models.issuers.issuers),
  };
  return { file, compiled, parts, twin };
}

/** What the worlds of a suite are made of. @throws Error where the gateway does not compile */
export function partsOf({ compiled, parts }: Gateway, { agents, backends, clock }: Suite): WorldParts {
  if (parts === null) throw new Error('A gateway that does not compile has no world.');
  const locked = compiled.models?.catalog.lock?.servers ?? null;
  return {
    ...parts,
    offered: offeredTools(backends, locked),
    context: offeredContext(backends, locked),
    agents: tokenAgents(agents),
    clock,
  };
}

/** By name. */
export function tokenAgents(agents: Suite['agents']): ReadonlyMap<string, TokenAgent> {
  return new Map(agents.map(({ name, issuer, claims }) => [name.value, { issuer: issuer.value, claims }]));
}

/** What reports tell of a gateway: the errors that keep it from compiling. */
export function gatewayReport({ file, compiled, parts }: Gateway): GatewayReport {
  const { findings, sources } = compiled;
  const errors = findings.filter(({ severity }) => severity === 'error');
  return { file, policy: parts?.bundle.policy.hash ?? null, findings: errors, sources };
}
