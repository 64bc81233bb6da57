"use client";

import { useId, useRef, useState } from "react";
import { Button } from "./button.tsx";
import { cn } from "./class-names.ts";

interface DropZoneProps {
  /** What the zone is called by those who cannot see it. */
  label: string;
  inputLabel: string;
  /** As of an `input` for files. What is dropped may be something else: the caller looks. */
  accept: string;
  isMultiple?: boolean;
  icon: React.ReactNode;
  title: React.ReactNode;
  help: string;
  button: string;
  isBusy?: boolean;
  error?: string | undefined;
  buttonRef?: React.Ref<HTMLButtonElement>;
  onFiles: (files: File[]) => void;
  className?: string;
}

/** A place to drop files, and a button for those who would rather choose them. */
export function DropZone({
  label,
  inputLabel,
  accept,
  isMultiple = false,
  icon,
  title,
  help,
  button,
  isBusy = false,
  error,
  buttonRef,
  onFiles,
  className,
}: DropZoneProps) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);
  const describedById = useId();
  const give = (files: FileList | null) => {
    if (files !== null && files.length > 0) onFiles([...files]);
  };
  return (
    <section
      aria-label={label}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setIsOver(false);
        give(event.dataTransfer.files);
      }}
      onPaste={(event) => give(event.clipboardData.files)}
      className={cn(
        "flex flex-wrap items-center gap-x-5 gap-y-3 rounded-lg border border-dashed border-edge bg-surface px-5 py-5",
        isOver && "border-lamp bg-lamp-wash",
        error !== undefined && "border-failed",
        className,
      )}
    >
      {icon}
      <div className="min-w-0 flex-1 basis-52">
        <p className="font-medium break-words">{title}</p>
        <p id={describedById} className="text-ink-soft">
          {help}
        </p>
      </div>
      <Button
        ref={buttonRef}
        isBusy={isBusy}
        aria-describedby={describedById}
        onClick={() => input.current?.click()}
      >
        {button}
      </Button>
      <input
        ref={input}
        type="file"
        aria-label={inputLabel}
        tabIndex={-1}
        accept={accept}
        multiple={isMultiple}
        onChange={({ target }) => {
          give(target.files);
          // The same file may have been mended and chosen again.
          target.value = "";
        }}
        className="sr-only"
      />
    </section>
  );
}
