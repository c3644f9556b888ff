// How V8 runs the program: most commands are over before code that was optimized early has paid for it.
import * as module from 'node:module';
import { setFlagsFromString } from 'node:v8';

/**
 * Bytes of bytecode that a function runs before V8 thinks of optimizing it: Node 20 has an eighth of this, and spends a third
 * of a check of a thousand rules, a fifth of one of ten thousand, on compiling in the background. Later ones wait by themselves.
 */
if (process.versions.v8.startsWith('11.')) setFlagsFromString('--interrupt-budget=1000000');

/** Node 22 keeps what it has compiled for the next run, in the system's folder for temporary files; Node 20 cannot. */
(module as { enableCompileCache?(): unknown }).enableCompileCache?.();
