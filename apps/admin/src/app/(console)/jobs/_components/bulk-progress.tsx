"use client";

import { Button, IconButton } from "@spool/ui/button";
import { ProgressBar } from "@spool/ui/progress-bar";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useEffect, useEffectEvent } from "react";
import { toast } from "sonner";
import { apiMessage } from "../../../../data/api-message.ts";
import { useAccount } from "../../../../data/account/account-context.tsx";
import { mayOperate } from "../../../../data/account/may-operate.ts";
import type { BulkAction } from "../../../../data/bulk-actions/bulk-actions-query.ts";
import {
  carryOnMutation,
  stopBulkActionMutation,
  undoBulkActionMutation,
} from "../../../../data/bulk-actions/bulk-orders.ts";
import { BULK_WORDS, bulkSentence } from "../../../../data/bulk-actions/bulk-words.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";

/** An action that nobody has carried on for so long is carried on from here: there may be no worker. */
const LEFT_ALONE_MS = 3_000;

interface BulkProgressProps {
  action: BulkAction;
  /** Whether another action has taken this one back. */
  isUndone: boolean;
  onDismiss: () => void;
}

/** How far an action on many jobs is, with the way to stop it and, where there is one, to take it back. */
export function BulkProgress({ action, isUndone, onDismiss }: BulkProgressProps) {
  const supabase = useSupabase();
  const queryClient = useQueryClient();
  const maySteer = mayOperate(useAccount(), action.project_id);
  const refused = { onError: (error: Error) => toast.error(apiMessage(error)) };
  const stop = useMutation({ ...stopBulkActionMutation(supabase, queryClient), ...refused });
  const undo = useMutation({ ...undoBulkActionMutation(supabase, queryClient), ...refused });
  const { mutate: carryOn } = useMutation(carryOnMutation(supabase, queryClient));
  const isRunning = action.status === "running";
  const isLeft = useEffectEvent(() => carryOn(action.id));

  useEffect(() => {
    if (!isRunning || !maySteer) return;
    const timer = setInterval(() => isLeft(), LEFT_ALONE_MS);
    return () => clearInterval(timer);
    // Every step that somebody makes begins the wait anew.
  }, [isRunning, maySteer, action.revision]);

  const canUndo =
    maySteer &&
    !isRunning &&
    !isUndone &&
    action.undoes === null &&
    action.changed_count > 0 &&
    BULK_WORDS[action.action].canUndo;
  return (
    <div
      role="status"
      data-testid="bulk-action"
      className="flex w-[28rem] max-w-full animate-rise items-center gap-3 rounded-lg border border-edge bg-raised py-1.5 pr-1.5 pl-4 shadow-lg shadow-shade"
    >
      <div className="min-w-0 flex-1">
        <p className="tabular-nums">{bulkSentence(action)}</p>
        {isRunning && (
          <ProgressBar
            ratio={action.total_count === 0 ? 1 : action.done_count / action.total_count}
            label="Progress of the action"
            className="mt-1.5 mb-1"
          />
        )}
      </div>
      {isRunning && maySteer && (
        <Button className="h-7 px-2.5 text-xs" isBusy={stop.isPending} onClick={() => stop.mutate(action.id)}>
          Stop
        </Button>
      )}
      {canUndo && (
        <Button className="h-7 px-2.5 text-xs" isBusy={undo.isPending} onClick={() => undo.mutate(action.id)}>
          Undo
        </Button>
      )}
      {!isRunning && (
        <IconButton label="Dismiss" onClick={onDismiss}>
          <X aria-hidden="true" className="size-4" />
        </IconButton>
      )}
    </div>
  );
}
