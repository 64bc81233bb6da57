/** One report of `ffmpeg -progress`. */
export interface FfmpegProgress {
  /** How much of the output is written, in seconds of its own time. */
  outSeconds: number;
  frames: number;
  isLast: boolean;
}

/**
 * Takes the text of `-progress pipe:1` in pieces of any size and calls `onProgress` once per report.
 *
 * Fields that ffmpeg cannot tell yet ("N/A") count as 0.
 */
export function progressParser(onProgress: (progress: FfmpegProgress) => void): (text: string) => void {
  let rest = "";
  let report: Record<string, string> = {};
  return (text) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const [key, value] = line.trim().split("=", 2);
      if (key === undefined || value === undefined) continue;
      report[key] = value;
      if (key !== "progress") continue; // the line that ends a report
      onProgress({
        // out_time_ms holds microseconds as well, in every version: a mistake that ffmpeg kept
        outSeconds: numberOf(report["out_time_us"] ?? report["out_time_ms"]) / 1_000_000,
        frames: numberOf(report["frame"]),
        isLast: value === "end",
      });
      report = {};
    }
  };
}

function numberOf(text: string | undefined): number {
  const value = Number(text);
  return Number.isFinite(value) && value > 0 ? value : 0;
}
