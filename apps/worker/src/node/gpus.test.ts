import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openMedia } from "@spool/media/open-media";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findGpus, parseNvidiaSmi } from "./gpus.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "spool-gpus-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const sources = () => ({
  nvidiaSmi: join(folder, "nvidia-smi"),
  renderNodes: join(folder, "dri"),
  sysClass: join(folder, "drm"),
});

async function plugIn(renderNode: string, facts: Record<string, string>): Promise<void> {
  await mkdir(sources().renderNodes, { recursive: true });
  await writeFile(join(sources().renderNodes, renderNode), "");
  const device = join(sources().sysClass, renderNode, "device");
  await mkdir(device, { recursive: true });
  for (const [file, text] of Object.entries(facts)) await writeFile(join(device, file), `${text}\n`);
}

test("a machine without drivers has none", async () => {
  expect(await findGpus(await openMedia(), sources())).toEqual([]);
});

test("cards are told of as they are, and with no encoder that does not encode", async () => {
  await writeFile(sources().nvidiaSmi, "#!/bin/sh\necho 'NVIDIA L4, 23034'\n", { mode: 0o755 });
  await plugIn("renderD128", { vendor: "0x8086", device: "0x56a0" });
  await plugIn("renderD129", {
    vendor: "0x1002",
    device: "0x73bf",
    mem_info_vram_total: String(16 * 1024 ** 3),
  });
  await plugIn("renderD130", { vendor: "0x10de", device: "0x27b8" });
  await plugIn("card0", { vendor: "0x8086", device: "0x56a0" });

  expect(await findGpus(await openMedia(), sources())).toEqual([
    { vendor: "nvidia", name: "NVIDIA L4", memory_mb: 23_034, encoders: [] },
    { vendor: "intel", name: "intel 0x56a0 (renderD128)", memory_mb: null, encoders: [] },
    { vendor: "amd", name: "amd 0x73bf (renderD129)", memory_mb: 16_384, encoders: [] },
  ]);
});

test.each([
  ["", []],
  ["No devices were found\n", []],
  [
    "NVIDIA A10G, 23028\nTesla T4, 15360\n",
    [
      { name: "NVIDIA A10G", memory_mb: 23_028 },
      { name: "Tesla T4", memory_mb: 15_360 },
    ],
  ],
  ["NVIDIA GB10, [N/A]\n", [{ name: "NVIDIA GB10", memory_mb: null }]],
])("nvidia-smi's %j is understood", (listing, cards) => {
  expect(parseNvidiaSmi(listing)).toEqual(cards);
});
