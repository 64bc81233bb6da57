"use client";

import { fieldWords } from "../../_components/field-words.ts";
import { payloadForm } from "../../_components/form-fields.ts";
import type { BatchQuestions } from "./batch-messages.ts";
import { JOB_COLUMNS, type BatchPlan, type Mapping } from "./batch-rows.ts";

interface BatchMappingProps {
  file: BatchQuestions["read"]["answer"];
  plan: BatchPlan;
  onChange: (mapping: Mapping) => void;
}

const JOB_COLUMN_WORDS: Record<(typeof JOB_COLUMNS)[number], string> = {
  queue: "Queue",
  priority: "Priority",
  run_at: "Not before",
  unique_key: "Unique key",
};

/** Where each column of the file goes, with what its first rows say. */
export function BatchMapping({ file, plan, onChange }: BatchMappingProps) {
  const { fields } = payloadForm(plan.type);
  return (
    <table className="w-full table-fixed">
      <caption className="pb-2 text-left font-medium">Where the columns go</caption>
      <thead>
        <tr className="text-left text-xs text-ink-faint">
          <th className="w-1/4 py-1.5 pr-3 font-normal">Column</th>
          <th className="py-1.5 pr-3 font-normal max-sm:hidden">First rows</th>
          <th className="w-48 py-1.5 font-normal max-sm:w-1/2">Goes to</th>
        </tr>
      </thead>
      <tbody>
        {file.columns.map((column) => (
          <tr key={column} className="border-t">
            <td className="truncate py-2 pr-3" title={column}>
              {column}
            </td>
            <td className="truncate py-2 pr-3 text-ink-soft max-sm:hidden">
              {file.sample.map((values) => sampleText(values[column])).join(" · ")}
            </td>
            <td className="py-1.5">
              <select
                aria-label={`Column ${column} goes to`}
                value={plan.mapping[column] ?? ""}
                onChange={({ target }) =>
                  onChange(redirected(plan.mapping, column, target.value === "" ? null : target.value))
                }
                className="h-8 w-full rounded-md border border-edge bg-canvas px-2 text-ink hover:border-ink-faint"
              >
                <option value="">left out</option>
                <optgroup label="What the video is made of">
                  {fields.map(({ name }) => (
                    <option key={name} value={name}>
                      {fieldWords(name).label}
                    </option>
                  ))}
                </optgroup>
                <optgroup label="The job">
                  {JOB_COLUMNS.map((name) => (
                    <option key={name} value={name}>
                      {JOB_COLUMN_WORDS[name]}
                    </option>
                  ))}
                </optgroup>
              </select>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A target has one column: whoever had it before is left out. */
const redirected = (mapping: Mapping, column: string, target: string | null): Mapping => ({
  ...Object.fromEntries(
    Object.entries(mapping).map(([other, held]) => [other, held === target ? null : held]),
  ),
  [column]: target,
});

const sampleText = (value: unknown): string =>
  value === undefined || value === "" ? "–" : typeof value === "string" ? value : JSON.stringify(value);
