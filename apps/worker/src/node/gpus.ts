import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { findHardwareEncoders } from "@spool/media/hardware-encoders";
import type { Media } from "@spool/media/open-media";

/** One graphics processor, as `nodes.gpus` tells of it. */
export interface Gpu {
  vendor: "nvidia" | "amd" | "intel" | "other";
  name: string;
  /** In MiB. Null where the driver does not say. */
  memory_mb: number | null;
  /** Those that have just encoded something on it. */
  encoders: string[];
}

/** Where the system tells of its graphics processors. */
export interface GpuSources {
  nvidiaSmi: string;
  renderNodes: string;
  sysClass: string;
}

const SOURCES: GpuSources = { nvidiaSmi: "nvidia-smi", renderNodes: "/dev/dri", sysClass: "/sys/class/drm" };
const QUERY = ["--query-gpu=name,memory.total", "--format=csv,noheader,nounits"];
const QUERY_TIMEOUT_MS = 5_000;

const VENDORS: Readonly<Record<string, Gpu["vendor"]>> = {
  "0x10de": "nvidia",
  "0x1002": "amd",
  "0x8086": "intel",
};

const run = promisify(execFile);

/** The graphics processors of this machine with the encoders that work on them; none without a driver. Never throws. */
export async function findGpus(media: Media, sources: GpuSources = SOURCES): Promise<Gpu[]> {
  return [...(await findNvidia(media, sources)), ...(await findByRenderNode(media, sources))];
}

async function findNvidia(media: Media, { nvidiaSmi }: GpuSources): Promise<Gpu[]> {
  const asked = run(nvidiaSmi, QUERY, { timeout: QUERY_TIMEOUT_MS });
  const listing = await asked.then(({ stdout }) => stdout).catch(() => ""); // no such program: no such hardware
  const cards = parseNvidiaSmi(listing);
  const encoders = cards.length === 0 ? [] : await findHardwareEncoders(media, "nvenc");
  return cards.map((card) => ({ vendor: "nvidia", ...card, encoders }));
}

/** Lines such as `NVIDIA L4, 23034`. */
export function parseNvidiaSmi(listing: string): Pick<Gpu, "name" | "memory_mb">[] {
  return listing.split("\n").flatMap((line) => {
    const [, name, memory] = /^(.+), *(\d+|\[.+\])\s*$/.exec(line) ?? [];
    if (name === undefined) return [];
    const memoryMb = Number(memory);
    return [{ name, memory_mb: Number.isFinite(memoryMb) ? memoryMb : null }];
  });
}

/** Intel's and AMD's, by the devices that VAAPI and QSV work on. NVIDIA's own are known by nvidia-smi already. */
async function findByRenderNode(media: Media, { renderNodes, sysClass }: GpuSources): Promise<Gpu[]> {
  const names = await readdir(renderNodes).catch(() => []);
  const gpus: Gpu[] = [];
  for (const name of names.filter((entry) => /^renderD\d+$/.test(entry)).sort()) {
    const read = (file: string) =>
      readFile(path.join(sysClass, name, "device", file), "utf8").then(
        (text) => text.trim(),
        () => "",
      );
    const vendor = VENDORS[await read("vendor")] ?? "other";
    if (vendor === "nvidia") continue;
    const renderNode = path.join(renderNodes, name);
    const encoders = await findHardwareEncoders(media, "vaapi", renderNode);
    if (vendor === "intel") encoders.push(...(await findHardwareEncoders(media, "qsv", renderNode)));
    const memoryBytes = Number(await read("mem_info_vram_total"));
    gpus.push({
      vendor,
      name: `${vendor} ${await read("device")} (${name})`,
      memory_mb: memoryBytes > 0 ? Math.round(memoryBytes / 1024 ** 2) : null,
      encoders,
    });
  }
  return gpus;
}
