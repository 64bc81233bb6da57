"use client";

import type { Queue } from "@spool/contracts/job-states";
import { Button } from "@spool/ui/button";
import { Choice } from "@spool/ui/choice";
import { Dialog } from "@spool/ui/dialog";
import { describedBy, Field, TextInput } from "@spool/ui/field";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { pauseQueueMutation } from "../../../../data/queues/pause-queue-mutation.ts";
import { refusalOf } from "../../../../data/refusal.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";
import { correctedNowMs } from "../../../../time/now.ts";

const ENDS = [
  { value: "open", label: "I resume it" },
  { value: "900", label: "15 min" },
  { value: "3600", label: "1 h" },
  { value: "14400", label: "4 h" },
  { value: "at", label: "A time" },
] as const;

interface PauseDialogProps {
  queue: Queue;
  isOpen: boolean;
  onClose: () => void;
  /** What the toast offers once it is paused. */
  onResume: () => void;
}

/** Of the toast that tells of the pause. */
export const pauseToastId = (queue: Queue): string => `paused ${queue}`;

export function PauseDialog({ queue, isOpen, onClose, onResume }: PauseDialogProps) {
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={`Pause ${queue}`}
      description="Nodes take nothing more from it. What runs goes on."
    >
      <PauseForm queue={queue} onDone={onClose} onResume={onResume} />
    </Dialog>
  );
}

interface PauseFormProps {
  queue: Queue;
  onDone: () => void;
  onResume: () => void;
}

function PauseForm({ queue, onDone, onResume }: PauseFormProps) {
  const pause = useMutation(pauseQueueMutation(useSupabase(), useQueryClient()));
  const [reason, setReason] = useState("");
  const [end, setEnd] = useState<string>("open");
  const [at, setAt] = useState("");

  function handleSubmit(event: React.SyntheticEvent): void {
    event.preventDefault();
    pause.mutate(
      { queue, reason, until: endMoment(end, at) },
      {
        onSuccess: () => {
          toast(`The queue ${queue} is paused`, {
            id: pauseToastId(queue),
            action: { label: "Resume", onClick: onResume },
          });
          onDone();
        },
      },
    );
  }

  const error = pause.error === null ? undefined : refusalOf(pause.error).message;
  return (
    <form onSubmit={handleSubmit} className="flex flex-col gap-4">
      <Field controlId="pause-reason" label="Reason" help="Stands on the queue for everybody to read.">
        <TextInput
          id="pause-reason"
          value={reason}
          maxLength={500}
          onChange={(event) => setReason(event.target.value)}
          {...describedBy("pause-reason", "help", undefined)}
        />
      </Field>
      <Choice label="Until" options={ENDS} value={end} onChange={setEnd} />
      {end === "at" && (
        <Field controlId="pause-at" label="Until when" isRequired help="In your time zone.">
          <TextInput
            id="pause-at"
            type="datetime-local"
            required
            value={at}
            onChange={(event) => setAt(event.target.value)}
            {...describedBy("pause-at", "help", undefined)}
          />
        </Field>
      )}
      {error !== undefined && (
        <p role="alert" className="text-failed">
          {error}
        </p>
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" isBusy={pause.isPending}>
          Pause {queue}
        </Button>
      </div>
    </form>
  );
}

/** The end of the pause as the database takes it; null for none. */
function endMoment(end: string, at: string): string | null {
  if (end === "open") return null;
  return (end === "at" ? new Date(at) : new Date(correctedNowMs() + Number(end) * 1_000)).toISOString();
}
