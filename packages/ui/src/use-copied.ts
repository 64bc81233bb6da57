"use client";

import { useEffect, useState } from "react";

/** Copies a text, and tells for `thanksMs` afterwards that it was copied. */
export function useCopied(thanksMs: number): { isCopied: boolean; copy: (text: string) => void } {
  const [isCopied, setIsCopied] = useState(false);

  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), thanksMs);
    return () => clearTimeout(timer);
  }, [isCopied, thanksMs]);

  return { isCopied, copy: (text) => void navigator.clipboard.writeText(text).then(() => setIsCopied(true)) };
}
