import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { moveInLineMutation, type Placement } from "../../../../data/queues/move-in-line-mutation.ts";
import { refusalOf } from "../../../../data/refusal.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";
import { wayBack, type Lines, type OtherPriority } from "./lines.ts";

const DONE: Record<Placement["kind"], (placement: Placement) => string> = {
  reorder: () => "Moved",
  queue: (placement) => (placement.kind === "queue" ? `Moved to ${placement.queue}` : "Moved"),
  priority: (placement) => (placement.kind === "priority" ? `Now ${placement.priority}` : "Changed"),
};

/** Moves jobs in line, says what came of it, and offers the way back. */
export function useMoveInLine(lines: Lines) {
  const { mutate, isPending } = useMutation(moveInLineMutation(useSupabase(), useQueryClient()));

  function move(placement: Placement, title: string, onSettled?: () => void): void {
    const back = wayBack(lines, placement);
    mutate(placement, {
      onSuccess: () =>
        toast(DONE[placement.kind](placement), {
          description: title,
          ...(back !== null && { action: { label: "Undo", onClick: () => move(back, title) } }),
        }),
      onError: (error) => toast.error("The move was refused", { description: refusalOf(error).message }),
      onSettled: () => onSettled?.(),
    });
  }

  /** Places by hand hold inside one priority; what was meant can be had by changing it. */
  function explain({ jobId, from, priority }: OtherPriority, title: string): void {
    toast.error(`“${title}” is ${from} and stays behind or before all that are not`, {
      description: `Order by hand holds inside one priority. Make it ${priority} to put it there.`,
      action: {
        label: `Make it ${priority}`,
        onClick: () => move({ kind: "priority", jobId, priority }, title),
      },
    });
  }

  return { move, explain, isMoving: isPending };
}
