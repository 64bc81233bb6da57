"use client";

import { describedBy, Field, TextInput } from "@spool/ui/field";
import { Switch } from "@spool/ui/switch";
import { ChevronRight } from "lucide-react";
import { Controller, useFormContext } from "react-hook-form";
import type { FormField } from "./form-fields.ts";
import type { NewJobValues } from "./new-job-values.ts";
import { PayloadField } from "./payload-field.tsx";

/** What is seldom needed: when, once only, on which nodes. Open from the start where something in it is filled or wrong. */
export function AdvancedFields({ fields }: { fields: readonly FormField[] }) {
  const { control, formState, getValues } = useFormContext<NewJobValues>();
  const { runAt, uniqueKey, requirements, typed } = formState.errors;
  const isWrong =
    runAt !== undefined ||
    uniqueKey !== undefined ||
    requirements !== undefined ||
    fields.some(({ name }) => typed?.[name] !== undefined);
  return (
    <details {...(isWrong || isUsed(getValues(), fields) ? { open: true } : {})} className="group">
      <summary className="flex cursor-pointer list-none items-center gap-1.5 font-medium text-ink-soft hover:text-ink">
        <ChevronRight aria-hidden="true" className="size-3.5 transition-transform group-open:rotate-90" />
        Advanced
      </summary>
      <div className="flex flex-col gap-5 pt-5">
        <TypedField
          name="runAt"
          label="Not before"
          type="datetime-local"
          help="In your time zone. Empty: as soon as its turn comes."
        />
        <TypedField
          name="uniqueKey"
          label="Unique key"
          help="While a job with this key has not finished, a second one is refused."
        />
        {fields.map((field) => (
          <PayloadField key={field.name} field={field} />
        ))}
        <fieldset className="flex flex-col gap-4 rounded-md border p-3">
          <legend className="px-1 font-medium">What the node must have</legend>
          <Controller
            control={control}
            name="requirements.gpu"
            render={({ field, fieldState }) => (
              <Switch
                label="A GPU"
                isOn={field.value}
                onChange={field.onChange}
                error={fieldState.error?.message}
              />
            )}
          />
          <TypedField
            name="requirements.encoder"
            label="Encoder"
            help="As ffmpeg calls it, such as h264_nvenc."
          />
          <TypedField name="requirements.memoryMb" label="Free memory, in MiB" inputMode="numeric" />
          <TypedField name="requirements.renderer" label="Renderer on the node" />
          <TypedField name="requirements.site" label="Site" help="Its short name." />
        </fieldset>
      </div>
    </details>
  );
}

const isUsed = (
  { runAt, uniqueKey, requirements, typed }: NewJobValues,
  fields: readonly FormField[],
): boolean =>
  runAt !== "" ||
  uniqueKey !== "" ||
  Object.values(requirements).some((value) => value !== "" && value !== false) ||
  fields.some(({ name }) => (typed[name] ?? "") !== "");

interface TypedFieldProps extends Omit<React.ComponentProps<"input">, "name"> {
  name: "runAt" | "uniqueKey" | `requirements.${"encoder" | "memoryMb" | "renderer" | "site"}`;
  label: string;
  help?: string;
}

function TypedField({ name, label, help, ...rest }: TypedFieldProps) {
  const { register, getFieldState, formState } = useFormContext<NewJobValues>();
  const error = getFieldState(name, formState).error?.message;
  const controlId = `new-job-${name}`;
  return (
    <Field controlId={controlId} label={label} help={help} error={error}>
      <TextInput id={controlId} {...describedBy(controlId, help, error)} {...rest} {...register(name)} />
    </Field>
  );
}
