"use client";

import { Button, IconButton } from "@spool/ui/button";
import { Menu, MenuItem, MenuLabel } from "@spool/ui/menu";
import { Download } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { apiMessage } from "../../../../data/api-message.ts";
import type { ExportFormat } from "../../../../data/jobs/export-rows.ts";
import type { JobFilter } from "../../../../data/jobs/job-filter.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";

interface ExportMenuProps {
  filter: JobFilter;
  /** How many match, where that is known. */
  total: number | null;
  onNotice: (notice: React.ReactNode) => void;
}

/** Everything that matches as a file, whatever is loaded. */
export function ExportMenu({ filter, total, onNotice }: ExportMenuProps) {
  const supabase = useSupabase();
  const [isBusy, setIsBusy] = useState(false);
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);

  const stopped = (error: unknown) => onNotice(`The export stopped: ${apiMessage(error)}`);

  async function exportAs(format: ExportFormat): Promise<void> {
    const [{ exportJobs }, { openFileSink }] = await Promise.all([
      import("../../../../data/jobs/export-jobs.ts"),
      import("../../../../data/jobs/file-sink.ts"),
    ]);
    const sink = await openFileSink(`jobs-${new Date().toISOString().slice(0, 10)}.${format}`, format);
    if (sink === null) return;
    const controller = new AbortController();
    abort.current = controller;
    const tell = (rows: number) =>
      onNotice(<ExportNotice rows={rows} total={total} onCancel={() => controller.abort()} />);
    setIsBusy(true);
    tell(0);
    try {
      const rows = await exportJobs(supabase, {
        filter,
        format,
        write: sink.write,
        onProgress: tell,
        signal: controller.signal,
      });
      await sink.close();
      onNotice(`Exported ${rows.toLocaleString("en")} ${rows === 1 ? "job" : "jobs"}`);
    } catch (error) {
      await sink.abandon();
      if (controller.signal.aborted) onNotice("Export cancelled");
      else stopped(error);
    } finally {
      setIsBusy(false);
    }
  }

  return (
    <Menu
      align="end"
      trigger={
        <IconButton label="Export" disabled={isBusy}>
          <Download aria-hidden="true" className="size-4" strokeWidth={1.75} />
        </IconButton>
      }
    >
      <MenuLabel>Everything that matches</MenuLabel>
      <MenuItem onSelect={() => void exportAs("csv").catch(stopped)}>CSV, for a spreadsheet</MenuItem>
      <MenuItem onSelect={() => void exportAs("json").catch(stopped)}>JSON, for a program</MenuItem>
    </Menu>
  );
}

interface ExportNoticeProps {
  rows: number;
  total: number | null;
  onCancel: () => void;
}

function ExportNotice({ rows, total, onCancel }: ExportNoticeProps) {
  return (
    <span className="inline-flex items-center gap-2 tabular-nums">
      Exporting: {rows.toLocaleString("en")}
      {total !== null && ` of ${total.toLocaleString("en")}`}
      <Button variant="ghost" className="h-6 px-2 text-xs" onClick={onCancel}>
        Cancel
      </Button>
    </span>
  );
}
