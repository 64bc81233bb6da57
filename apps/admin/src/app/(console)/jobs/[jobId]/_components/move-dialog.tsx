"use client";

import { Button } from "@spool/ui/button";
import { cn } from "@spool/ui/class-names";
import { Dialog } from "@spool/ui/dialog";
import { Skeleton } from "@spool/ui/notice";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { JobOrder } from "../../../../../data/jobs/command-job-mutation.ts";
import type { Job } from "../../../../../data/jobs/job-row.ts";
import { lineQuery, type JobInLine } from "../../../../../data/jobs/line-query.ts";
import { backToPlace, peersOf } from "../../../../../data/jobs/place-in-line.ts";
import { useSupabase } from "../../../../../lib/supabase-browser.tsx";
import { TimeAgo } from "../../../../../time/time-ago.tsx";
import { QueryError } from "../../../_components/query-error.tsx";

interface MoveDialogProps {
  job: Job;
  onClose: () => void;
  onMove: (order: JobOrder, undo: JobOrder | null) => void;
}

/** Shows who waits in the same queue and priority, to put the job before or after one of them. */
export function MoveDialog({ job, onClose, onMove }: MoveDialogProps) {
  const { data: line, error, refetch } = useQuery(lineQuery(useSupabase(), job.queue));
  const [anchorId, setAnchorId] = useState<string | null>(null);
  const peers = line && peersOf(line, job);
  const isChosen = peers?.some(({ job_id }) => job_id === anchorId) ?? false;

  function move(place: "before" | "after"): void {
    if (anchorId === null || line === undefined) return;
    onMove({ command: "reorder", place, anchorId }, backToPlace(line, job));
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Move in the line"
      description={`Order is by hand among the jobs of queue ${job.queue} with priority ${job.priority}. Choose the one to put it next to.`}
      className="w-[min(38rem,94vw)]"
      footer={
        <>
          <Button disabled={!isChosen} onClick={() => move("before")}>
            Put before it
          </Button>
          <Button disabled={!isChosen} onClick={() => move("after")}>
            Put after it
          </Button>
        </>
      }
    >
      {peers === undefined ? (
        error === null ? (
          <Skeleton className="h-40 w-full" />
        ) : (
          <QueryError what="The line" error={error} onRetry={refetch} />
        )
      ) : peers.length === 0 ? (
        <p className="py-6 text-center text-ink-soft">Nobody else waits in this queue with this priority.</p>
      ) : (
        <fieldset>
          <legend className="sr-only">Jobs in line</legend>
          <ol className="overflow-hidden rounded-md border">
            {peers.map((peer) => (
              <Peer
                key={peer.job_id}
                peer={peer}
                isChosen={peer.job_id === anchorId}
                onChoose={() => setAnchorId(peer.job_id)}
              />
            ))}
          </ol>
        </fieldset>
      )}
    </Dialog>
  );
}

interface PeerProps {
  peer: JobInLine;
  isChosen: boolean;
  onChoose: () => void;
}

function Peer({ peer, isChosen, onChoose }: PeerProps) {
  return (
    <li className={cn("border-t first:border-t-0", isChosen && "bg-lamp-wash")}>
      <label className="flex h-9 cursor-pointer items-center gap-3 px-3 has-focus-visible:bg-hover">
        <input
          type="radio"
          name="anchor"
          checked={isChosen}
          onChange={onChoose}
          className="size-3.5 shrink-0 accent-(--color-lamp-fill)"
        />
        <span className="w-8 shrink-0 text-right text-ink-faint tabular-nums">{peer.place}</span>
        <span className="min-w-0 flex-1 truncate">{peer.title}</span>
        <span className="shrink-0 text-xs text-ink-faint">
          {/* Null while nothing says when, which the generated type does not know. */}
          {(peer.expected_start_at as string | null) !== null && <TimeAgo at={peer.expected_start_at} />}
        </span>
      </label>
    </li>
  );
}
