import { availableParallelism, freemem, hostname, loadavg, totalmem } from "node:os";

const BYTES_PER_MB = 1024 * 1024;

/** What the machine is, and how busy it is at the moment. `cpuLoad` is the load average of the last minute. */
export const machine = {
  hostname: () => hostname(),
  cpuCores: () => availableParallelism(),
  memoryTotalMb: () => Math.round(totalmem() / BYTES_PER_MB),
  memoryFreeMb: () => Math.round(freemem() / BYTES_PER_MB),
  cpuLoad: () => Math.round((loadavg()[0] ?? 0) * 100) / 100,
};
