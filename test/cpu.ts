// What work costs, for bars that other work on the machine must not blur.

/** Milliseconds of CPU that this process spends in `work`. */
export function cpuOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
