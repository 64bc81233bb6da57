"use client";

import { Choice } from "@spool/ui/choice";
import { cn } from "@spool/ui/class-names";
import { describedBy, Field, TextArea, TextInput } from "@spool/ui/field";
import { Switch } from "@spool/ui/switch";
import { Controller, useFormContext } from "react-hook-form";
import type { FormField } from "./form-fields.ts";
import { fieldWords, optionWords } from "./field-words.ts";
import type { NewJobValues } from "./new-job-values.ts";
import { PicturesField } from "./pictures-field.tsx";
import { ThemePicker } from "./theme-picker.tsx";

interface PayloadFieldProps {
  field: FormField;
  /** One of several of which one has to be filled. */
  isAlternative?: boolean;
}

const ROWS = { line: 1, lines: 3, text: 5, json: 8 } as const;

/** One field of the payload, asked for in the way that its schema suggests. */
export function PayloadField({ field, isAlternative = false }: PayloadFieldProps) {
  const { register, control, formState } = useFormContext<NewJobValues>();
  const { label, help, automatic, placeholder } = fieldWords(field.name);
  const path = `typed.${field.name}` as const;
  const error = formState.errors.typed?.[field.name]?.message;

  if (field.control === "choice") {
    const options = field.options.map((option) => ({
      value: String(option),
      label: optionWords(field.name, option),
    }));
    return (
      <Controller
        control={control}
        name={path}
        render={({ field: { value, onChange } }) =>
          field.name === "theme" ? (
            <ThemePicker label={label} value={value ?? ""} onChange={onChange} error={error} />
          ) : (
            <Choice
              label={label}
              help={help}
              options={automatic === undefined ? options : [{ value: "", label: automatic }, ...options]}
              value={value ?? (automatic === undefined ? String(field.options[0]) : "")}
              onChange={onChange}
              error={error}
            />
          )
        }
      />
    );
  }
  if (field.control === "switch") {
    return (
      <Controller
        control={control}
        name={path}
        render={({ field: { value, onChange } }) => (
          <Switch
            label={label}
            help={help}
            isOn={value === "true"}
            onChange={(isOn) => onChange(isOn ? "true" : "")}
            error={error}
          />
        )}
      />
    );
  }
  if (field.control === "pictures") return <PicturesField />;
  const controlId = `payload-${field.name}`;
  const common = {
    id: controlId,
    placeholder,
    ...describedBy(controlId, help, error),
    ...register(path),
  };
  return (
    <Field
      controlId={controlId}
      label={label}
      isRequired={field.isRequired || isAlternative}
      help={help}
      error={error}
    >
      {field.control === "short" ? (
        <TextInput required={field.isRequired} {...common} />
      ) : (
        <TextArea
          rows={ROWS[field.control]}
          dir="auto"
          className={cn(
            field.control === "line" ? "field-sizing-content min-h-9" : "field-sizing-content max-h-96",
            (field.control === "json" || field.name === "code") && "font-mono text-xs",
          )}
          required={field.isRequired}
          {...common}
        />
      )}
    </Field>
  );
}
