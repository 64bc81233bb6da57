"use client";

import { describedBy, Field, Select, TextArea, TextInput } from "@spool/ui/field";
import { useQuery } from "@tanstack/react-query";
import { sitesQuery } from "../../../../data/sites/sites-query.ts";
import type { JobTypeRow } from "../../../../data/tasks/job-types-query.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";
import { payloadFields, type PayloadDraft, type PayloadField } from "./payload-draft.ts";

interface PayloadEditorProps {
  type: JobTypeRow;
  draft: PayloadDraft;
  onChange: (draft: PayloadDraft) => void;
}

/** What a job or task is told, asked for as its schema suggests. */
export function PayloadEditor({ type, draft, onChange }: PayloadEditorProps) {
  const fields = payloadFields(type);
  if (fields === null) {
    const help = "JSON, as the API takes it.";
    return (
      <Field controlId="payload-json" label="Payload" isRequired help={help}>
        <TextArea
          id="payload-json"
          spellCheck={false}
          value={draft.json}
          onChange={(event) => onChange({ ...draft, json: event.target.value })}
          className="field-sizing-content max-h-72 font-mono text-xs"
          {...describedBy("payload-json", help, undefined)}
        />
      </Field>
    );
  }
  return fields.map((field) => (
    <OneField
      key={field.name}
      field={field}
      value={draft.typed[field.name] ?? ""}
      onChange={(value) => onChange({ ...draft, typed: { ...draft.typed, [field.name]: value } })}
    />
  ));
}

function OneField({
  field,
  value,
  onChange,
}: {
  field: PayloadField;
  value: string;
  onChange: (value: string) => void;
}) {
  const { data: sites } = useQuery({ ...sitesQuery(useSupabase()), enabled: field.name === "site" });
  const id = `payload-${field.name}`;
  const { property } = field;
  const options =
    field.name === "site" && sites !== undefined && sites.length > 0
      ? sites.map(({ slug, name }) => ({ value: slug, label: name }))
      : property.type === "boolean"
        ? [
            { value: "true", label: "yes" },
            { value: "false", label: "no" },
          ]
        : property.enum?.map((option) => ({ value: String(option), label: String(option) }));
  const help = rangeWords(property);
  return (
    <Field controlId={id} label={field.label} isRequired={field.isRequired} help={help}>
      {options === undefined ? (
        <TextInput
          id={id}
          inputMode={property.type === "string" ? "text" : "decimal"}
          required={field.isRequired}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          {...describedBy(id, help, undefined)}
        />
      ) : (
        <Select
          id={id}
          required={field.isRequired}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        >
          <option value="">{field.isRequired ? "Choose …" : "as usual"}</option>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

function rangeWords({ minimum, maximum }: PayloadField["property"]): string | undefined {
  if (minimum !== undefined && maximum !== undefined) return `${minimum} to ${maximum}.`;
  if (maximum !== undefined) return `At most ${maximum}.`;
  return minimum === undefined ? undefined : `At least ${minimum}.`;
}
