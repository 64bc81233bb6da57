"use client";

import { useState } from "react";
import { toast } from "sonner";
import { wholeLog } from "../../../../../data/job-activity/log-page.ts";
import { refusalOf } from "../../../../../data/refusal.ts";
import { useSupabase } from "../../../../../lib/supabase-browser.tsx";
import { jsonLine, plainLine } from "./log-text.ts";
import { saveFile } from "../../../../../lib/save-file.ts";

const FORMATS = {
  text: { toLine: plainLine, extension: "log", type: "text/plain" },
  json: { toLine: jsonLine, extension: "jsonl", type: "application/x-ndjson" },
} as const;

/** Saves the whole log, also what is not on the page. `lineCount` is how many lines are there so far; null while nothing is saved. */
export function useLogDownload(jobId: string) {
  const supabase = useSupabase();
  const [lineCount, setLineCount] = useState<number | null>(null);

  async function download(format: keyof typeof FORMATS): Promise<void> {
    const { toLine, extension, type } = FORMATS[format];
    const parts: string[] = [];
    let count = 0;
    setLineCount(0);
    try {
      for await (const page of wholeLog(supabase, jobId)) {
        parts.push(page.map(toLine).join(""));
        count += page.length;
        setLineCount(count);
      }
      saveFile(new Blob(parts, { type }), `${jobId}.${extension}`);
    } catch (error) {
      toast.error("The log could not be downloaded", {
        description: refusalOf(error).message,
        action: { label: "Try again", onClick: () => void download(format) },
      });
    } finally {
      setLineCount(null);
    }
  }

  return { lineCount, download };
}
