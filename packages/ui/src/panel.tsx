import { useId } from "react";
import { cn } from "./class-names.ts";

interface PanelProps {
  title: string;
  /** Stands at the right of the title. */
  aside?: React.ReactNode;
  children: React.ReactNode;
  className?: string;
}

/** A titled part of a page, set apart by a hairline. */
export function Panel({ title, aside, children, className }: PanelProps) {
  const titleId = useId();
  return (
    <section aria-labelledby={titleId} className={cn("min-w-0 rounded-lg border bg-surface", className)}>
      <header className="flex h-10 items-center justify-between gap-3 border-b px-4">
        <h2 id={titleId} className="text-xs font-medium text-ink-soft">
          {title}
        </h2>
        {aside}
      </header>
      {children}
    </section>
  );
}
