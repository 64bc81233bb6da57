"use client";

import { Button } from "@spool/ui/button";
import { Dialog } from "@spool/ui/dialog";
import type { Job } from "../../../../../data/jobs/job-row.ts";
import { jobTitle } from "../../../../../data/jobs/stage-title.ts";

interface RemoveDialogProps {
  job: Job;
  onClose: () => void;
  onRemove: () => void;
}

/** Asks once more before a job is gone for good. */
export function RemoveDialog({ job, onClose, onRemove }: RemoveDialogProps) {
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Remove this job?"
      description="Its video and other files, its log, attempts and events go with it. This cannot be undone."
      footer={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button variant="danger" onClick={onRemove}>
            Remove the job
          </Button>
        </>
      }
    >
      <p className="rounded-md border bg-surface px-3 py-2 break-words">{jobTitle(job)}</p>
    </Dialog>
  );
}
