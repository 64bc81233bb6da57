import { execFileSync } from "node:child_process";
import { cpus, totalmem } from "node:os";
import { locateFfmpeg } from "@spool/media/locate-ffmpeg";

export interface Figure {
  name: string;
  value: number;
  unit: string;
  /** What the value is held against, measured in the same run. */
  peer?: string;
  peer_value?: number;
  /** Ours divided by the peer's; absent when the peer's is 0. */
  ratio?: number;
}

export function figure(
  name: string,
  value: number,
  unit: string,
  peer?: { name: string; value: number },
): Figure {
  const rounded = round(value);
  if (peer === undefined) return { name, value: rounded, unit };
  return {
    name,
    value: rounded,
    unit,
    peer: peer.name,
    peer_value: round(peer.value),
    ...(peer.value !== 0 && { ratio: round(value / peer.value, 4) }),
  };
}

/** Prints one object on stdout with `--json`, a table otherwise. */
export async function printReport(bench: string, figures: readonly Figure[], isJson: boolean): Promise<void> {
  if (isJson) {
    process.stdout.write(`${JSON.stringify({ bench, machine: await describeMachine(), figures })}\n`);
    return;
  }
  for (const { name, value, unit, peer, peer_value, ratio } of figures) {
    const against =
      peer === undefined ? "" : `   ${peer}: ${peer_value ?? "?"} ${unit}, ratio ${ratio ?? "?"}`;
    process.stdout.write(`${name.padEnd(34)} ${String(value).padStart(10)} ${unit}${against}\n`);
  }
}

/** The value below which the given share (0 to 1) of the samples lies, by the nearest-rank method. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new RangeError("A percentile of no samples");
  return value;
}

async function describeMachine(): Promise<Record<string, unknown>> {
  const { ffmpegPath } = await locateFfmpeg();
  return {
    cpu: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    memory_gb: round(totalmem() / 1024 ** 3),
    node: process.version,
    ffmpeg:
      /ffmpeg version (\S+)/.exec(execFileSync(ffmpegPath, ["-version"], { encoding: "utf8" }))?.[1] ??
      "unknown",
  };
}

const round = (value: number, digits = 1): number => Number(value.toFixed(digits));
