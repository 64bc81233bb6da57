"use client";

import { Search } from "lucide-react";
import { useOpenPalette } from "./command-centre.tsx";

/** The way to the command palette for those who point. */
export function SearchButton() {
  return (
    <button
      type="button"
      onClick={useOpenPalette()}
      aria-keyshortcuts="Meta+K Control+K"
      className="flex h-8 items-center gap-2 rounded-md px-2 text-ink-faint transition-colors hover:bg-hover hover:text-ink md:min-w-48 md:border md:border-hairline md:px-2.5"
    >
      <Search aria-hidden="true" className="size-4 shrink-0" strokeWidth={1.75} />
      <span className="max-md:sr-only">Search or jump…</span>
      <kbd aria-hidden="true" className="ml-auto hidden font-sans text-2xs md:inline">
        ⌘K
      </kbd>
    </button>
  );
}
