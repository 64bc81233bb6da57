import { gpusOf } from "../../../../data/nodes/gpus.ts";
import type { Node } from "../../../../data/nodes/nodes-query.ts";

const MEGABYTES_PER_GIGABYTE = 1_024;

/** Megabytes as people say them: `512 MB`, `15.6 GB`. */
export const megabyteWords = (megabytes: number): string =>
  megabytes < MEGABYTES_PER_GIGABYTE
    ? `${megabytes} MB`
    : `${(megabytes / MEGABYTES_PER_GIGABYTE).toFixed(1)} GB`;

/** What a node is, in a line: host, cores, memory, GPUs, version. */
export function capabilityWords(node: Node): string {
  const gpus = gpusOf(node.gpus);
  return [
    node.hostname,
    node.cpu_cores === null ? "" : `${node.cpu_cores} cores`,
    node.memory_total_mb === null ? "" : megabyteWords(node.memory_total_mb),
    ...gpus.map(({ name }) => name),
    node.version === null ? "" : `version ${node.version}`,
  ]
    .filter((part) => part !== "")
    .join(" · ");
}

/** Whether an encoder of ffmpeg works on a GPU or another chip made for it. */
export const isHardwareEncoder = (encoder: string): boolean =>
  /_(?:nvenc|vaapi|qsv|amf|videotoolbox|v4l2m2m|mf)$/.test(encoder);
