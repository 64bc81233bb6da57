"use client";

import { Button } from "@spool/ui/button";
import { Dialog } from "@spool/ui/dialog";
import { describedBy, Field, TextInput } from "@spool/ui/field";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { useAccount } from "../../../../data/account/account-context.tsx";
import { mayOperateInstance } from "../../../../data/account/may-operate.ts";
import type { Node } from "../../../../data/nodes/nodes-query.ts";
import { steerNodeMutation } from "../../../../data/nodes/steer-node-mutation.ts";
import { refusalOf } from "../../../../data/refusal.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";
import { useToastWhile } from "../../../../lib/use-toast-while.ts";
import { RefusalLine } from "../../_components/refusal-line.tsx";

const drainToastId = (node: Node): string => `drained ${node.id}`;

/** Drain and resume, for operators of the instance; nothing for the others. */
export function DrainButton({ node, className }: { node: Node; className?: string }) {
  const steer = useMutation(steerNodeMutation(useSupabase(), useQueryClient()));
  const [isAsking, setIsAsking] = useState(false);
  const isDrained = node.drained_at !== null || node.status === "draining";
  useToastWhile(drainToastId(node), isDrained);
  if (!mayOperateInstance(useAccount())) return null;

  function resume(): void {
    steer.mutate(
      { kind: "resume", nodeId: node.id },
      {
        onSuccess: () => toast(`${node.name} takes work again`),
        onError: (error) =>
          toast.error(`${node.name} was not resumed`, { description: refusalOf(error).message }),
      },
    );
  }

  return (
    <>
      <Button
        variant={isDrained ? "outline" : "ghost"}
        className={className}
        isBusy={steer.isPending}
        aria-label={`${isDrained ? "Resume" : "Drain"} ${node.name}`}
        onClick={() => (isDrained ? resume() : setIsAsking(true))}
      >
        {isDrained ? "Resume" : "Drain"}
      </Button>
      <Dialog
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        title={`Drain ${node.name}`}
        description={
          node.busy_slots === 0
            ? "It takes nothing new, also when its process starts again."
            : `It finishes the ${node.busy_slots} it runs and takes nothing new, also when its process starts again.`
        }
      >
        <DrainForm node={node} onResume={resume} onDone={() => setIsAsking(false)} />
      </Dialog>
    </>
  );
}

function DrainForm({ node, onResume, onDone }: { node: Node; onResume: () => void; onDone: () => void }) {
  const steer = useMutation(steerNodeMutation(useSupabase(), useQueryClient()));
  const [reason, setReason] = useState("");

  function handleSubmit(event: React.SyntheticEvent): void {
    event.preventDefault();
    steer.mutate(
      { kind: "drain", nodeId: node.id, reason },
      {
        onSuccess: () => {
          toast(`${node.name} takes nothing new`, {
            id: drainToastId(node),
            action: { label: "Resume", onClick: onResume },
          });
          onDone();
        },
      },
    );
  }

  return (
    <form onSubmit={handleSubmit} className="flex flex-col gap-4">
      <Field controlId="drain-reason" label="Reason" help="Stands on the node for everybody to read.">
        <TextInput
          id="drain-reason"
          value={reason}
          maxLength={500}
          onChange={(event) => setReason(event.target.value)}
          {...describedBy("drain-reason", "help", undefined)}
        />
      </Field>
      <RefusalLine error={steer.error} />
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" isBusy={steer.isPending}>
          Drain the node
        </Button>
      </div>
    </form>
  );
}
