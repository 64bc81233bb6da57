"use client";

import { Button } from "@spool/ui/button";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import { fieldWords } from "./field-words.ts";
import type { FormField } from "./form-fields.ts";
import type { NewJobValues } from "./new-job-values.ts";
import { PayloadField } from "./payload-field.tsx";

interface MaterialFieldsProps {
  fields: readonly FormField[];
  oneOf: readonly string[];
}

/** What the video is made of: the usual fields, those that somebody asked for, and an offer of the others. */
export function MaterialFields({ fields, oneOf }: MaterialFieldsProps) {
  const { control, setFocus, setValue } = useFormContext<NewJobValues>();
  const typed = useWatch({ control, name: "typed" });
  const unasked = Object.keys(useWatch({ control, name: "unasked" }));
  const [wanted, setWanted] = useState<readonly string[]>([]);
  const material = fields.filter(({ place }) => place === "main" || place === "offered");
  const isShown = ({ name, place }: FormField) =>
    place === "main" || wanted.includes(name) || (typed[name] ?? "") !== "";
  const offered = material.filter((field) => !isShown(field));

  function want(name: string): void {
    setWanted([...wanted, name]);
    // After it is drawn.
    requestAnimationFrame(() => setFocus(`typed.${name}`));
  }

  return (
    <>
      {material.filter(isShown).map((field) => (
        <PayloadField key={field.name} field={field} isAlternative={oneOf.includes(field.name)} />
      ))}
      {offered.length > 0 && (
        <div role="group" aria-label="More material" className="flex flex-wrap gap-1.5">
          {offered.map(({ name }) => (
            <Button key={name} className="h-7 px-2.5 text-xs text-ink-soft" onClick={() => want(name)}>
              <Plus aria-hidden="true" className="size-3" />
              {fieldWords(name).label}
            </Button>
          ))}
        </div>
      )}
      {unasked.length > 0 && (
        <p className="flex flex-wrap items-center gap-x-3 text-xs text-ink-faint">
          Sent along as it was in the other job: {unasked.join(", ")}.
          <Button variant="ghost" className="h-6 px-2 text-xs" onClick={() => setValue("unasked", {})}>
            Leave out
          </Button>
        </p>
      )}
    </>
  );
}
