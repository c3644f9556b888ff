// The compiler's version, from the package's own description.
import { readFileSync } from 'node:fs';

/** As `0.1.0`. */
export function version(): string {
  const fromSource = import.meta.url.endsWith('.ts');
  const file = new URL(fromSource ? '../package.json' : '../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version;
}
