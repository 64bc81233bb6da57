"use client";

import { Button } from "@spool/ui/button";
import { Copy } from "lucide-react";
import { toast } from "sonner";
import type { Job } from "../../../../../data/jobs/job-row.ts";

/** What was asked for, as it was sent. */
export function JobPayload({ job }: { job: Job }) {
  const text = JSON.stringify(job.payload, null, 2);
  return (
    <div className="relative">
      <Button
        className="absolute top-3 right-4 h-7 bg-raised px-2.5 text-xs"
        onClick={() => void navigator.clipboard.writeText(text).then(() => toast("Payload copied"))}
      >
        <Copy aria-hidden="true" className="size-3.5" />
        Copy
      </Button>
      <pre
        tabIndex={0}
        aria-label="Payload"
        className="max-h-96 overflow-auto p-4 font-mono text-xs leading-5 break-words whitespace-pre-wrap"
      >
        {text}
      </pre>
    </div>
  );
}
