"use client";

import { useEffect, useState } from "react";
import { cn } from "./class-names.ts";

const SHOWN_CHARACTERS = 8;
const THANKS_MS = 1_200;

/** The first eight characters of an id; a click copies all of it. */
export function CopyId({ id, className }: { id: string; className?: string }) {
  const [isCopied, setIsCopied] = useState(false);

  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), THANKS_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);

  return (
    <button
      type="button"
      title={id}
      aria-label={`Copy id ${id}`}
      onClick={() => void navigator.clipboard.writeText(id).then(() => setIsCopied(true))}
      className={cn("rounded-sm font-mono text-xs text-ink-faint hover:text-ink", className)}
    >
      {isCopied ? "copied" : id.slice(0, SHOWN_CHARACTERS)}
    </button>
  );
}
