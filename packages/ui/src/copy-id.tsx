"use client";

import { cn } from "./class-names.ts";
import { useCopied } from "./use-copied.ts";

const SHOWN_CHARACTERS = 8;
const THANKS_MS = 1_200;

/** The first eight characters of an id; a click copies all of it. */
export function CopyId({ id, className }: { id: string; className?: string }) {
  const { isCopied, copy } = useCopied(THANKS_MS);

  return (
    <button
      type="button"
      title={id}
      aria-label={`Copy id ${id}`}
      onClick={() => copy(id)}
      className={cn("rounded-sm font-mono text-xs text-ink-faint hover:text-ink", className)}
    >
      {isCopied ? "copied" : id.slice(0, SHOWN_CHARACTERS)}
    </button>
  );
}
