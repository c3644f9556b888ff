// Runs main.ts on any Node.
import { runTypeScript } from '../run-typescript.mjs';

await runTypeScript(new URL('./main.ts', import.meta.url));
