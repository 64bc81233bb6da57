"use client";

import { Button } from "@spool/ui/button";
import { Dialog } from "@spool/ui/dialog";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { useAccount } from "../../../../data/account/account-context.tsx";
import { mayOperateInstance } from "../../../../data/account/may-operate.ts";
import { refusalOf } from "../../../../data/refusal.ts";
import type { JobTypeRow } from "../../../../data/tasks/job-types-query.ts";
import { triggerTaskMutation } from "../../../../data/tasks/trigger-task-mutation.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";
import { RefusalLine } from "../../_components/refusal-line.tsx";
import { draftOf, payloadFields, payloadOf } from "./payload-draft.ts";
import { PayloadEditor } from "./payload-editor.tsx";

/** Starts a task by hand, for operators of the instance. One that asks for nothing starts at once. */
export function TriggerTask({ task }: { task: JobTypeRow }) {
  const router = useRouter();
  const trigger = useMutation(triggerTaskMutation(useSupabase(), useQueryClient()));
  const [isAsking, setIsAsking] = useState(false);
  if (!mayOperateInstance(useAccount())) return null;
  const asksForNothing = payloadFields(task)?.length === 0;

  function announce(jobId: string): void {
    toast(`${task.title} is started`, {
      action: { label: "Watch", onClick: () => router.push(`/jobs/${jobId}`) },
    });
  }

  function handleClick(): void {
    if (!asksForNothing) {
      setIsAsking(true);
      return;
    }
    trigger.mutate(
      { task: task.name, payload: {} },
      {
        onSuccess: ({ id }) => announce(id),
        onError: (error) =>
          toast.error(`${task.title} was not started`, { description: refusalOf(error).message }),
      },
    );
  }

  return (
    <>
      <Button isBusy={trigger.isPending} onClick={handleClick} aria-label={`Run ${task.title}`}>
        <Play aria-hidden="true" className="size-3.5" />
        Run
      </Button>
      <Dialog
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        title={task.title}
        description={task.description}
      >
        <TriggerForm
          task={task}
          onStarted={(jobId) => {
            setIsAsking(false);
            announce(jobId);
          }}
          onCancel={() => setIsAsking(false)}
        />
      </Dialog>
    </>
  );
}

interface TriggerFormProps {
  task: JobTypeRow;
  onStarted: (jobId: string) => void;
  onCancel: () => void;
}

function TriggerForm({ task, onStarted, onCancel }: TriggerFormProps) {
  const trigger = useMutation(triggerTaskMutation(useSupabase(), useQueryClient()));
  const [draft, setDraft] = useState(() => draftOf(null));

  function handleSubmit(event: React.SyntheticEvent): void {
    event.preventDefault();
    trigger.mutate(
      { task: task.name, payload: payloadOf(task, draft) },
      { onSuccess: ({ id }) => onStarted(id) },
    );
  }

  return (
    <form onSubmit={handleSubmit} className="flex flex-col gap-4">
      <PayloadEditor type={task} draft={draft} onChange={setDraft} />
      <RefusalLine error={trigger.error} />
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" isBusy={trigger.isPending}>
          Run {task.title.toLowerCase()}
        </Button>
      </div>
    </form>
  );
}
