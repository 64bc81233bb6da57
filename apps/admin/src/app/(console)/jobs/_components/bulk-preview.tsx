"use client";

import { Button } from "@spool/ui/button";
import { Dialog } from "@spool/ui/dialog";
import { Skeleton } from "@spool/ui/notice";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { apiMessage } from "../../../../data/api-message.ts";
import {
  bulkPreviewQuery,
  startBulkActionMutation,
  type BulkOrder,
} from "../../../../data/bulk-actions/bulk-orders.ts";
import { BULK_WORDS, jobsInWords } from "../../../../data/bulk-actions/bulk-words.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";

interface BulkPreviewProps {
  /** Null while nothing is asked about. */
  order: BulkOrder | null;
  onClose: () => void;
  onStarted: () => void;
}

/** Says what would happen before anything does. */
export function BulkPreview({ order, onClose, onStarted }: BulkPreviewProps) {
  const supabase = useSupabase();
  const preview = useQuery(bulkPreviewQuery(supabase, order));
  const start = useMutation(startBulkActionMutation(supabase, useQueryClient()));
  if (order === null) return null;
  const { verb, isDangerous, canUndo } = BULK_WORDS[order.action];
  const count = preview.data?.change_count ?? 0;
  const problem = preview.error ?? start.error;

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={preview.data === undefined ? `${verb} …` : `${verb} ${jobsInWords(count)}?`}
      footer={
        <>
          <Button onClick={onClose}>{count === 0 ? "Close" : "Keep as they are"}</Button>
          {preview.data !== undefined && count > 0 && (
            <Button
              variant="primary"
              isBusy={start.isPending}
              className={isDangerous ? "bg-failed text-canvas" : undefined}
              onClick={() =>
                start.mutate({ ...order, projectIds: preview.data.projectIds }, { onSuccess: onStarted })
              }
            >
              {verb} {jobsInWords(count)}
            </Button>
          )}
        </>
      }
    >
      <div aria-live="polite" aria-busy={preview.isPending}>
        {preview.isPending && <Skeleton className="h-10 w-full" />}
        {preview.data !== undefined && preview.data.outcomes.length === 0 && <p>No job fits any more.</p>}
        <ul className="flex flex-col gap-1">
          {preview.data?.outcomes.map(({ effect, text }) => (
            <li key={effect} className={effect === "change" ? "font-medium" : "text-ink-soft"}>
              {text}
            </li>
          ))}
        </ul>
        {count > 0 && (
          <p className="mt-3 text-xs text-ink-faint">
            {canUndo ? "This can be undone afterwards." : isDangerous ? "This cannot be undone." : ""}
          </p>
        )}
        {problem !== null && (
          <p role="alert" className="mt-3 text-failed">
            {apiMessage(problem)}
          </p>
        )}
      </div>
    </Dialog>
  );
}
