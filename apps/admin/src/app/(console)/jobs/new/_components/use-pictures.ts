"use client";

import { PICTURES_MAX } from "@spool/contracts/picture-source";
import { useEffect, useRef, useState } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import type { ResumableUpload } from "../../../../../data/uploads/resumable-upload.ts";
import { uploadPicture } from "../../../../../data/uploads/upload-picture.ts";
import type { UploadState } from "../../../../../data/uploads/upload-state.ts";
import { useSupabase } from "../../../../../lib/supabase-browser.tsx";
import type { NewJobValues } from "./new-job-values.ts";
import { nameOf, readPictures, writePictures, type PictureEntry } from "./picture-entries.ts";
import { fileProblem } from "./picture-problems.ts";

const PATH = "typed.pictures";

/** What this page knows of a picture that was chosen here. */
export interface PictureHere {
  /** An address of the file for as long as the page is open. */
  previewUrl: string;
  upload: ResumableUpload;
  state: UploadState;
}

/** The pictures of the form and their uploads. What is under way stops when the field is left, and is kept to go on. */
export function usePictures() {
  const supabase = useSupabase();
  const { control, getValues, setValue, formState } = useFormContext<NewJobValues>();
  const entries = readPictures(useWatch({ control, name: PATH }) ?? "");
  const [here, setHere] = useState<ReadonlyMap<string, PictureHere>>(new Map());
  const [refused, setRefused] = useState<readonly string[]>([]);
  const held = useRef(here);

  useEffect(
    () => () => {
      for (const { upload, previewUrl } of held.current.values()) {
        upload.leave();
        URL.revokeObjectURL(previewUrl);
      }
      held.current = new Map();
    },
    [],
  );

  const { isSubmitted } = formState;
  const isCheckedNow = useRef(isSubmitted);
  useEffect(() => {
    isCheckedNow.current = isSubmitted;
  }, [isSubmitted]);

  /** From what the form holds at the moment: uploads end whenever they end. */
  function change(edit: (entries: PictureEntry[]) => PictureEntry[]): void {
    const edited = edit(readPictures(getValues(PATH) ?? ""));
    setValue(PATH, writePictures(edited), { shouldDirty: true, shouldValidate: isCheckedNow.current });
  }

  function hold(edit: (map: Map<string, PictureHere>) => void): void {
    const next = new Map(held.current);
    edit(next);
    held.current = next;
    setHere(next);
  }

  function send(key: string, file: File): void {
    const onState = (state: UploadState): void => {
      hold((map) => {
        const known = map.get(key);
        if (known !== undefined) map.set(key, { ...known, state });
      });
      if (state.status === "done")
        change((now) => now.map((entry) => (entry.key === key ? { ...entry, file: state.file } : entry)));
    };
    // The upload tells of itself at once, and then it has to be known already.
    const starting: ResumableUpload = { stop: nothing, goOn: nothing, leave: nothing };
    const state: UploadState = { status: "sending", sentBytes: 0, bytesPerSecond: null };
    hold((map) => map.set(key, { previewUrl: URL.createObjectURL(file), upload: starting, state }));
    const upload = uploadPicture(supabase, getValues("projectId"), file, onState);
    hold((map) => {
      const known = map.get(key);
      if (known !== undefined) map.set(key, { ...known, upload });
    });
  }

  async function addFiles(files: readonly File[]): Promise<void> {
    const problems: string[] = [];
    for (const file of files) {
      const now = readPictures(getValues(PATH) ?? "");
      const same = now.find(({ name, sizeBytes }) => name === file.name && sizeBytes === file.size);
      if (same !== undefined && (same.file !== "" || held.current.has(same.key))) {
        problems.push(`${file.name} is in the list already.`);
        continue;
      }
      const problem =
        same === undefined && now.length >= PICTURES_MAX ? tooMany(file.name) : await fileProblem(file);
      if (problem !== null) {
        problems.push(problem);
        continue;
      }
      const key = same?.key ?? crypto.randomUUID();
      const entry = { key, file: "", caption: "", name: file.name, sizeBytes: file.size };
      if (same === undefined) change((known) => [...known, entry]);
      send(key, file);
    }
    setRefused(problems);
  }

  /** Null when it was taken, else why not. */
  function addAddress(address: string): string | null {
    const now = readPictures(getValues(PATH) ?? "");
    if (now.some(({ file }) => file === address)) return "This picture is in the list already.";
    if (now.length >= PICTURES_MAX) return tooMany("This one");
    const entry = {
      key: crypto.randomUUID(),
      file: address,
      caption: "",
      name: nameOf(address),
      sizeBytes: null,
    };
    change((known) => [...known, entry]);
    return null;
  }

  function remove(key: string): void {
    change((now) => now.filter((entry) => entry.key !== key));
    const known = held.current.get(key);
    known?.upload.leave();
    if (known !== undefined) URL.revokeObjectURL(known.previewUrl);
    hold((map) => map.delete(key));
  }

  return {
    entries,
    here,
    refused,
    addFiles,
    addAddress,
    remove,
    setCaption: (key: string, caption: string) =>
      change((now) => now.map((entry) => (entry.key === key ? { ...entry, caption } : entry))),
    move: (key: string, toIndex: number) => change((now) => moved(now, key, toIndex)),
  };
}

const nothing = () => undefined;

const tooMany = (name: string): string =>
  `${name} is one too many: a video may have ${PICTURES_MAX} pictures. Take another one out first.`;

function moved(entries: PictureEntry[], key: string, toIndex: number): PictureEntry[] {
  const entry = entries.find((each) => each.key === key);
  const others = entries.filter((other) => other !== entry);
  return entry === undefined ? entries : others.toSpliced(toIndex, 0, entry);
}
