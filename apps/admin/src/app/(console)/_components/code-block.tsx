"use client";

import { Button } from "@spool/ui/button";
import { cn } from "@spool/ui/class-names";
import { useCopied } from "@spool/ui/use-copied";
import { Check, Copy } from "lucide-react";

const THANKS_MS = 1_500;

interface CodeBlockProps {
  /** What it is, for the name of the button. */
  label: string;
  code: string;
  className?: string;
}

/** Text for another program, with the way to take it there. */
export function CodeBlock({ label, code, className }: CodeBlockProps) {
  const { isCopied, copy } = useCopied(THANKS_MS);

  const Icon = isCopied ? Check : Copy;
  return (
    <div className={cn("relative rounded-md border bg-canvas", className)}>
      <pre
        tabIndex={0}
        aria-label={label}
        className="overflow-x-auto p-3 pr-24 font-mono max-sm:pt-10 max-sm:pr-3 text-xs leading-5 whitespace-pre-wrap [overflow-wrap:anywhere]"
      >
        {code}
      </pre>
      <Button
        aria-label={`${isCopied ? "Copied" : "Copy"}: ${label}`}
        className="absolute top-1.5 right-1.5 h-7 bg-canvas px-2 text-xs"
        onClick={() => copy(code)}
      >
        <Icon aria-hidden="true" className="size-3.5" />
        {isCopied ? "Copied" : "Copy"}
      </Button>
    </div>
  );
}
