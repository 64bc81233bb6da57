"use client";

import { Choice } from "@spool/ui/choice";
import { describedBy, Field, TextArea } from "@spool/ui/field";
import { Controller, useFormContext } from "react-hook-form";
import type { FormField } from "./form-fields.ts";
import { fieldWords, optionWords } from "./field-words.ts";
import type { NewJobValues } from "./new-job-values.ts";

interface PayloadFieldProps {
  field: FormField;
  /** One of several of which one has to be filled. */
  isAlternative: boolean;
}

const ROWS = { line: 1, lines: 3, text: 5 } as const;

/** One field of the payload, asked for in the way that its schema suggests. */
export function PayloadField({ field, isAlternative }: PayloadFieldProps) {
  const { register, control, formState } = useFormContext<NewJobValues>();
  const { label, help } = fieldWords(field.name);
  const path = `typed.${field.name}` as const;
  const error = formState.errors.typed?.[field.name]?.message;

  if (field.control === "choice") {
    return (
      <Controller
        control={control}
        name={path}
        render={({ field: { value, onChange } }) => (
          <Choice
            label={label}
            options={field.options.map((option) => ({
              value: String(option),
              label: optionWords(field.name, option),
            }))}
            value={value ?? String(field.options[0])}
            onChange={onChange}
            error={error}
          />
        )}
      />
    );
  }
  const controlId = `payload-${field.name}`;
  return (
    <Field
      controlId={controlId}
      label={label}
      isRequired={field.isRequired || isAlternative}
      help={help}
      error={error}
    >
      <TextArea
        id={controlId}
        rows={ROWS[field.control]}
        className={
          field.control === "line" ? "field-sizing-content min-h-9" : "field-sizing-content max-h-96"
        }
        required={field.isRequired}
        {...describedBy(controlId, help, error)}
        {...register(path)}
      />
    </Field>
  );
}
