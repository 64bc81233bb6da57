"use client";

import { PICTURE_MAX_BYTES, PICTURE_TYPES, PICTURES_MAX } from "@spool/contracts/picture-source";
import { Button } from "@spool/ui/button";
import { DropZone } from "@spool/ui/drop-zone";
import { describedBy, TextInput } from "@spool/ui/field";
import { ImagePlus } from "lucide-react";
import { useRef, useState } from "react";
import { useController } from "react-hook-form";
import { fieldWords } from "./field-words.ts";
import type { NewJobValues } from "./new-job-values.ts";
import { addressProblem } from "./picture-problems.ts";
import { PictureList } from "./picture-list.tsx";
import { usePictures } from "./use-pictures.ts";

const { label, help } = fieldWords("pictures");
const LIMITS = `PNG, JPEG or WebP, ${PICTURE_MAX_BYTES / 1024 ** 2} MB each, ${PICTURES_MAX} at most.`;

/** Pictures of the author's own: from a file of this machine, which is uploaded, or from an address. */
export function PicturesField() {
  const { field, fieldState } = useController<NewJobValues, "typed.pictures">({ name: "typed.pictures" });
  const { entries, here, refused, addFiles, addAddress, remove, setCaption, move } = usePictures();
  const chooseButton = useRef<HTMLButtonElement>(null);
  const error = fieldState.error?.message;
  const problems = [...refused, ...(error === undefined ? [] : [error])];
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1.5 flex w-full items-baseline justify-between gap-2">
        <span className="font-medium">{label}</span>
        <span className="text-xs text-ink-faint">optional</span>
      </legend>
      <DropZone
        label={label}
        inputLabel="Picture files"
        accept={PICTURE_TYPES.join(",")}
        isMultiple
        icon={<ImagePlus aria-hidden="true" className="size-5 text-ink-faint" strokeWidth={1.5} />}
        title="Drop pictures here"
        help={`${help ?? ""} ${LIMITS}`}
        button="Choose pictures"
        buttonRef={(button) => {
          chooseButton.current = button;
          field.ref(button);
        }}
        error={problems[0]}
        onFiles={(files) => void addFiles(files)}
        className="bg-canvas px-4 py-3 text-xs"
      />
      {problems.length > 0 && (
        <ul role="alert" className="flex flex-col gap-0.5 text-xs text-failed">
          {problems.map((problem) => (
            <li key={problem} className="break-words">
              {problem}
            </li>
          ))}
        </ul>
      )}
      <AddressLine onAdd={addAddress} />
      {entries.length > 0 && (
        <PictureList
          entries={entries}
          here={here}
          onCaption={setCaption}
          onMove={move}
          onRemove={remove}
          onEmpty={() => chooseButton.current?.focus()}
        />
      )}
    </fieldset>
  );
}

/** `onAdd` answers with why an address was not taken, or null. */
function AddressLine({ onAdd }: { onAdd: (address: string) => string | null }) {
  const [address, setAddress] = useState("");
  const [problem, setProblem] = useState<string>();
  const controlId = "picture-address";

  function add(): void {
    const given = address.trim();
    const refusal = addressProblem(given) ?? onAdd(given);
    setProblem(refusal ?? undefined);
    if (refusal === null) setAddress("");
  }

  return (
    <div className="flex flex-col gap-1">
      <div className="flex gap-2">
        <TextInput
          id={controlId}
          type="url"
          aria-label="Address of a picture on the web"
          placeholder="or paste the address of a picture on the web"
          value={address}
          onChange={({ target }) => {
            setAddress(target.value);
            setProblem(undefined);
          }}
          onKeyDown={(event) => {
            // Enter is about this line; with ⌘ or Ctrl it submits the form.
            if (event.key !== "Enter" || event.metaKey || event.ctrlKey) return;
            event.preventDefault();
            add();
          }}
          {...describedBy(controlId, undefined, problem)}
          className="h-8"
        />
        <Button disabled={address.trim() === ""} onClick={add}>
          Add
        </Button>
      </div>
      {problem !== undefined && (
        <p id={`${controlId}-error`} role="alert" className="text-xs text-failed">
          {problem}
        </p>
      )}
    </div>
  );
}
