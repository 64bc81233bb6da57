"use client";

import { PRIORITIES, QUEUES, type Queue } from "@spool/contracts/job-states";
import { IconButton } from "@spool/ui/button";
import { Menu, MenuItem, MenuSeparator } from "@spool/ui/menu";
import { Ellipsis } from "lucide-react";
import { jobTitle } from "../../../../data/jobs/stage-title.ts";
import type { Placement } from "../../../../data/queues/move-in-line-mutation.ts";
import type { PlaceInLine } from "../../../../data/queues/queue-order-query.ts";
import { stepsOf } from "./lines.ts";

const STEPS = [
  ["top", "Move to top"],
  ["up", "Move up"],
  ["down", "Move down"],
  ["bottom", "Move to bottom"],
] as const;

interface LineCardMenuProps {
  job: PlaceInLine;
  queue: Queue;
  line: readonly PlaceInLine[];
  onMove: (placement: Placement) => void;
}

/** Everything that dragging does, without a pointer, and what it does not do. */
export function LineCardMenu({ job, queue, line, onMove }: LineCardMenuProps) {
  const steps = stepsOf(line, job.job_id);
  return (
    <Menu
      align="end"
      trigger={
        <IconButton label={`Places for ${jobTitle(job)}`} className="size-7">
          <Ellipsis aria-hidden="true" className="size-4" />
        </IconButton>
      }
    >
      {STEPS.map(([step, label]) => {
        const placement = steps[step];
        return (
          <MenuItem
            key={step}
            isDisabled={placement === null}
            onSelect={() => placement !== null && onMove(placement)}
          >
            {label}
          </MenuItem>
        );
      })}
      <MenuSeparator />
      {QUEUES.filter((other) => other !== queue).map((other) => (
        <MenuItem key={other} onSelect={() => onMove({ kind: "queue", jobId: job.job_id, queue: other })}>
          To the queue {other}
        </MenuItem>
      ))}
      <MenuSeparator />
      {PRIORITIES.filter((priority) => priority !== job.priority).map((priority) => (
        <MenuItem key={priority} onSelect={() => onMove({ kind: "priority", jobId: job.job_id, priority })}>
          Make it {priority}
        </MenuItem>
      ))}
    </Menu>
  );
}
