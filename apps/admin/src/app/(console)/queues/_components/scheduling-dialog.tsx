"use client";

import { Button } from "@spool/ui/button";
import { Dialog } from "@spool/ui/dialog";
import { describedBy, Field, TextInput } from "@spool/ui/field";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { setSchedulingMutation, type Scheduling } from "../../../../data/queues/scheduling-query.ts";
import { refusalOf } from "../../../../data/refusal.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";

interface SchedulingDialogProps {
  figures: Scheduling;
  isOpen: boolean;
  onClose: () => void;
}

export function SchedulingDialog({ figures, isOpen, onClose }: SchedulingDialogProps) {
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title="How nodes choose"
      description="Holds for the next job that any node takes."
    >
      <SchedulingForm figures={figures} onDone={onClose} />
    </Dialog>
  );
}

const FIELDS = [
  {
    name: "reserved_live_slots",
    label: "Slots that every node keeps for live",
    help: "A node may have a figure of its own.",
  },
  {
    name: "ageing_seconds",
    label: "Seconds after which a waiting job rises by one priority",
    help: "Empty: it never does.",
  },
  {
    name: "affinity_seconds",
    label: "Seconds for which a node that holds the files is preferred",
    help: "0: never.",
  },
  {
    name: "node_removed_after_seconds",
    label: "Seconds after which an offline node is forgotten",
    help: "86400 is a day.",
  },
] as const;

type Typed = Record<keyof Scheduling, string>;

function SchedulingForm({ figures, onDone }: { figures: Scheduling; onDone: () => void }) {
  const save = useMutation(setSchedulingMutation(useSupabase(), useQueryClient()));
  const { register, handleSubmit, formState, setError } = useForm<Typed>({ defaultValues: typedOf(figures) });

  async function submit(typed: Typed): Promise<void> {
    try {
      await save.mutateAsync(figuresOf(typed));
      toast("The rules are changed");
      onDone();
    } catch (error) {
      const message = refusalOf(error).message;
      // The database's sentences begin with the figure they are about.
      setError(FIELDS.find(({ name }) => message.startsWith(name))?.name ?? "root", { message });
    }
  }

  return (
    <form noValidate onSubmit={(event) => void handleSubmit(submit)(event)} className="flex flex-col gap-4">
      {FIELDS.map(({ name, label, help }) => {
        const error = formState.errors[name]?.message;
        return (
          <Field
            key={name}
            controlId={name}
            label={label}
            isRequired={name !== "ageing_seconds"}
            help={help}
            error={error}
          >
            <TextInput
              id={name}
              inputMode="decimal"
              className="tabular-nums"
              {...describedBy(name, help, error)}
              {...register(name)}
            />
          </Field>
        );
      })}
      {formState.errors.root?.message !== undefined && (
        <p role="alert" className="text-failed">
          {formState.errors.root.message}
        </p>
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" isBusy={formState.isSubmitting}>
          Save
        </Button>
      </div>
    </form>
  );
}

const typedOf = (figures: Scheduling): Typed => ({
  reserved_live_slots: String(figures.reserved_live_slots),
  ageing_seconds: figures.ageing_seconds === null ? "" : String(figures.ageing_seconds),
  affinity_seconds: String(figures.affinity_seconds),
  node_removed_after_seconds: String(figures.node_removed_after_seconds),
});

/** What is not a number goes as it was typed, so that the database says what is wrong with it. */
function figuresOf(typed: Typed): Scheduling {
  const figure = (text: string): number => {
    const number = Number(text.trim());
    return text.trim() === "" || Number.isNaN(number) ? (text as unknown as number) : number; // refused by its type, in words
  };
  return {
    reserved_live_slots: figure(typed.reserved_live_slots),
    ageing_seconds: typed.ageing_seconds.trim() === "" ? null : figure(typed.ageing_seconds),
    affinity_seconds: figure(typed.affinity_seconds),
    node_removed_after_seconds: figure(typed.node_removed_after_seconds),
  };
}
