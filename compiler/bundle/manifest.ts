// What a bundle is and needs, for people and machines that deploy it.
import { createHash } from 'node:crypto';
import type { CapabilityNeed, Generated, HostNeed, LateNeed } from '../emit/generated.ts';
import type { Assembled } from './assemble.ts';
import { type RebuildOptions, rebuildCommand } from './banner.ts';
import type { Part } from './parts.ts';

export interface Manifest {
  /** Version of this file's shape. */
  readonly version: 1;
  readonly gateway: string;
  readonly compiler: string;
  readonly command: string;
  /** The policy's hash, as audit records and `--version` name it. */
  readonly policy: string;
  readonly output: { readonly file: string; readonly bytes: number; readonly sha256: string };
  readonly sources: readonly { readonly path: string; readonly sha256: string }[];
  /** Where it may run, as written. */
  readonly targets: readonly string[];
  /** What the host must offer. */
  readonly capabilities: readonly CapabilityNeed[];
  /** Variables and files read at start; what is not optional must be there. */
  readonly environment: readonly LateNeed[];
  readonly files: readonly LateNeed[];
  /** Hosts it may contact. */
  readonly hosts: readonly HostNeed[];
  readonly parts: readonly Part[];
}

export function manifest(
  generated: Generated,
  options: RebuildOptions,
  targets: readonly string[],
  { code, parts }: Assembled,
): Manifest {
  const { policy, lates, hosts, capabilities } = generated;
  return Object.freeze({
    version: 1,
    gateway: policy.name,
    compiler: policy.compiler,
    command: rebuildCommand(policy, options),
    policy: policy.hash,
    output: Object.freeze({ file: options.output, bytes: Buffer.byteLength(code), sha256: sha256(code) }),
    sources: policy.sources,
    targets: Object.freeze(targets),
    capabilities,
    environment: lates.filter((late) => late.env !== undefined),
    files: lates.filter((late) => late.file !== undefined),
    hosts,
    parts,
  });
}

export function printManifest(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
