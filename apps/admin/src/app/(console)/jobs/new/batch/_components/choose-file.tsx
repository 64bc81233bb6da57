"use client";

import { DropZone } from "@spool/ui/drop-zone";
import { FileUp } from "lucide-react";

interface ChooseFileProps {
  fileName: string | null;
  rowCount: number | null;
  isBusy: boolean;
  onChoose: (file: File) => void;
}

/** The file with the jobs. Of several that are dropped it is the first. */
export function ChooseFile({ fileName, rowCount, isBusy, onChoose }: ChooseFileProps) {
  return (
    <DropZone
      label="File"
      inputLabel="File with jobs"
      accept=".csv,.tsv,.txt,.jsonl,.ndjson,.json,text/csv"
      icon={<FileUp aria-hidden="true" className="size-6 text-ink-faint" strokeWidth={1.5} />}
      title={
        <>
          {fileName ?? "Drop a file here"}
          {rowCount !== null && (
            <span className="font-normal text-ink-soft">
              {" "}
              · {rowCount.toLocaleString("en")} {rowCount === 1 ? "row" : "rows"}
            </span>
          )}
        </>
      }
      help="A table (CSV, TSV) whose first line names its columns, or JSON Lines with one object a line."
      button={isBusy ? "Reading …" : fileName === null ? "Choose a file" : "Choose another"}
      isBusy={isBusy}
      onFiles={([file]) => {
        if (file !== undefined) onChoose(file);
      }}
    />
  );
}
