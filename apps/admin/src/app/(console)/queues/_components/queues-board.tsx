"use client";

import {
  closestCorners,
  DndContext,
  DragOverlay,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
  type DragEndEvent,
  type DragOverEvent,
} from "@dnd-kit/core";
import { sortableKeyboardCoordinates } from "@dnd-kit/sortable";
import { QUEUES, type Queue } from "@spool/contracts/job-states";
import { useQueries } from "@tanstack/react-query";
import { useId, useState } from "react";
import { jobTitle } from "../../../../data/jobs/stage-title.ts";
import { queueOrderQuery, type PlaceInLine } from "../../../../data/queues/queue-order-query.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";
import { QueryError } from "../../_components/query-error.tsx";
import { dragWords } from "./drag-words.ts";
import { CardFace } from "./line-card.tsx";
import {
  byPriority,
  FIRST_SHOWN_JOBS,
  MOST_SHOWN_JOBS,
  placementBetween,
  queueOf,
  withJobAt,
  type Lines,
} from "./lines.ts";
import { QueueColumn } from "./queue-column.tsx";
import { useMoveInLine } from "./use-move-in-line.ts";

/** The three lines side by side. What is dropped stands where it was dropped until the database has answered. */
export function QueuesBoard() {
  const supabase = useSupabase();
  const dndId = useId();
  const [shownJobs, setShownJobs] = useState(FIRST_SHOWN_JOBS);
  const [drag, setDrag] = useState<{ jobId: string; lines: Lines } | null>(null);
  const [isSettling, setIsSettling] = useState(false);
  const results = useQueries({
    queries: QUEUES.map((queue) => queueOrderQuery(supabase, queue, shownJobs)),
  });
  const failed = results.find(({ data, error }) => data === undefined && error !== null);
  const known = linesOf(results.map(({ data }) => data));
  const lines = drag?.lines ?? known;
  const { move, explain } = useMoveInLine(known);
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const dragged = drag === null ? undefined : findJob(known, drag.jobId);

  function handleOver({ active, over }: DragOverEvent): void {
    if (drag === null || over === null) return;
    const jobId = String(active.id);
    const to = targetQueue(drag.lines, String(over.id));
    // Inside its line the cards make room by themselves; into another one the job has to be put first.
    if (to === null || to === queueOf(drag.lines, jobId)) return;
    const index = drag.lines[to].findIndex(({ job_id }) => job_id === over.id);
    const moved = withJobAt(drag.lines, jobId, to, index === -1 ? drag.lines[to].length : index);
    setDrag({ jobId, lines: byPriority(moved) });
  }

  function handleEnd({ active, over }: DragEndEvent): void {
    const jobId = String(active.id);
    const job = findJob(known, jobId);
    if (drag === null || over === null || job === undefined) {
      setDrag(null);
      return;
    }
    const queue = queueOf(drag.lines, jobId);
    const index = queue === null ? -1 : drag.lines[queue].findIndex(({ job_id }) => job_id === over.id);
    const dropped = queue === null || index === -1 ? drag.lines : withJobAt(drag.lines, jobId, queue, index);
    const placement = placementBetween(known, dropped, jobId);
    if (placement === null || placement.kind === "other priority") {
      setDrag(null);
      if (placement !== null) explain(placement, jobTitle(job));
      return;
    }
    setDrag({ jobId, lines: byPriority(dropped) });
    setIsSettling(true);
    move(placement, jobTitle(job), () => {
      setIsSettling(false);
      setDrag(null);
    });
  }

  if (failed?.error) {
    return <QueryError what="The queues" error={failed.error} onRetry={() => failed.refetch()} />;
  }
  return (
    <DndContext
      id={dndId}
      sensors={sensors}
      collisionDetection={closestCorners}
      accessibility={dragWords((id) => titleOf(findJob(known, id)))}
      onDragStart={({ active }) => !isSettling && setDrag({ jobId: String(active.id), lines: known })}
      onDragOver={handleOver}
      onDragEnd={handleEnd}
      onDragCancel={() => setDrag(null)}
    >
      <div className="grid items-start gap-4 lg:grid-cols-3">
        {QUEUES.map((queue, index) => (
          <QueueColumn
            key={queue}
            queue={queue}
            line={results[index]?.data === undefined ? undefined : lines[queue]}
            shownJobs={shownJobs}
            onShowMore={() => setShownJobs(MOST_SHOWN_JOBS)}
            onMove={(placement, title) => move(placement, title)}
          />
        ))}
      </div>
      <DragOverlay dropAnimation={null}>
        {dragged !== undefined && !isSettling && (
          <div className="flex h-12 cursor-grabbing items-center gap-2 rounded-md border border-lamp-fill bg-raised pr-3 pl-6 shadow-lg shadow-shade">
            <CardFace job={dragged} />
          </div>
        )}
      </DragOverlay>
    </DndContext>
  );
}

function linesOf(lines: readonly (PlaceInLine[] | undefined)[]): Lines {
  return { live: lines[0] ?? [], default: lines[1] ?? [], batch: lines[2] ?? [] };
}

const titleOf = (job: PlaceInLine | undefined): string | undefined => job && jobTitle(job);

const findJob = (lines: Lines, jobId: string): PlaceInLine | undefined =>
  QUEUES.flatMap((queue) => lines[queue]).find(({ job_id }) => job_id === jobId);

/** Over a job it is that job's line, over the free part of a column the column's. */
function targetQueue(lines: Lines, overId: string): Queue | null {
  return QUEUES.find((queue) => overId === `queue:${queue}`) ?? queueOf(lines, overId);
}
