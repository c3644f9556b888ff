// The licences of all that a bundle holds, in full.
import type { Dist } from './dist.ts';
import type { Part } from './parts.ts';

/** A line of `dist/vendor/licences.json`, which the build writes. */
interface Licence {
  /** Part that the package is in: `vendor/undici`; empty for mcpgw itself. */
  readonly part: string;
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly text: string;
}

const rule = '-'.repeat(78);

/** Text of the licences file. */
export function licences(dist: Dist, parts: readonly Part[]): string {
  const known = JSON.parse(dist.read('vendor/licences.json')) as readonly Licence[];
  for (const part of parts) requireLicence(known, part);
  const present = known.filter(
    (licence) => licence.part === '' || parts.some((part) => part.name === licence.part),
  );
  const texts = present.map(
    ({ name, version, license, text }) => `${name} ${version} (${license})\n${rule}\n\n${text.trim()}\n`,
  );
  return texts.join(`\n${rule}\n`);
}

function requireLicence(known: readonly Licence[], part: Part): void {
  if (!part.name.startsWith('vendor/') || known.some((licence) => licence.part === part.name)) return;
  throw new Error(`dist/vendor/licences.json does not name ${part.name}.`);
}
