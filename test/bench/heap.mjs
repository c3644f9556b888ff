// Preloaded into a gateway that is measured: on SIGUSR2 it collects what is garbage and says what is left, in bytes.
import process from 'node:process';

process.on('SIGUSR2', async () => {
  for (let i = 0; i < 3; i++) {
    if (globalThis.Bun) globalThis.Bun.gc(true);
    else globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { heapUsed, external } = process.memoryUsage();
  process.stderr.write(`heap ${heapUsed + external}\n`);
});
