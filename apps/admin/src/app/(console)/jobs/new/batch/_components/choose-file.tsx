"use client";

import { Button } from "@spool/ui/button";
import { cn } from "@spool/ui/class-names";
import { FileUp } from "lucide-react";
import { useRef, useState } from "react";

interface ChooseFileProps {
  fileName: string | null;
  rowCount: number | null;
  isBusy: boolean;
  onChoose: (file: File) => void;
}

/** A place to drop a file, and a button for those who would rather choose it. */
export function ChooseFile({ fileName, rowCount, isBusy, onChoose }: ChooseFileProps) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);
  const choose = (files: FileList | null) => {
    const file = files?.[0];
    if (file !== undefined) onChoose(file);
  };
  return (
    <section
      aria-label="File"
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setIsOver(false);
        choose(event.dataTransfer.files);
      }}
      className={cn(
        "flex flex-wrap items-center gap-x-5 gap-y-3 rounded-lg border border-dashed border-edge bg-surface px-5 py-5",
        isOver && "border-lamp bg-lamp-wash",
      )}
    >
      <FileUp aria-hidden="true" className="size-6 text-ink-faint" strokeWidth={1.5} />
      <div className="min-w-0 flex-1 basis-52">
        <p className="font-medium break-words">
          {fileName === null ? "Drop a file here" : fileName}
          {rowCount !== null && (
            <span className="font-normal text-ink-soft">
              {" "}
              · {rowCount.toLocaleString("en")} {rowCount === 1 ? "row" : "rows"}
            </span>
          )}
        </p>
        <p className="text-ink-soft">
          A table (CSV, TSV) whose first line names its columns, or JSON Lines with one object a line.
        </p>
      </div>
      <Button isBusy={isBusy} onClick={() => input.current?.click()}>
        {isBusy ? "Reading …" : fileName === null ? "Choose a file" : "Choose another"}
      </Button>
      <input
        ref={input}
        type="file"
        aria-label="File with jobs"
        tabIndex={-1}
        accept=".csv,.tsv,.txt,.jsonl,.ndjson,.json,text/csv"
        onChange={({ target }) => {
          choose(target.files);
          // The same file may have been mended and chosen again.
          target.value = "";
        }}
        className="sr-only"
      />
    </section>
  );
}
