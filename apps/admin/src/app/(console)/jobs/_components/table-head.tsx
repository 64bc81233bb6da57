"use client";

import { cn } from "@spool/ui/class-names";
import { useState } from "react";
import { columnOf, widthOf, withWidth, type ColumnName, type TableLook } from "./table-columns.ts";

interface TableHeadProps {
  look: TableLook;
  onLook: (look: TableLook) => void;
  /** While a column is drawn wider, before it is let go. */
  onPreview: (look: TableLook) => void;
}

const STEP_PX = 16;

/** The names of the columns. The edge at the left of each can be dragged, or moved with the arrows. */
export function TableHead({ look, onLook, onPreview }: TableHeadProps) {
  return (
    <div role="rowgroup" className="sticky top-0 z-20 border-b bg-surface">
      <div
        role="row"
        aria-rowindex={1}
        className="grid h-9 [grid-template-columns:var(--columns)] items-center gap-x-3 px-4 text-xs text-ink-faint"
      >
        <span role="columnheader">
          <span className="sr-only">Chosen</span>
        </span>
        <span role="columnheader">
          <span className="sr-only">Picture</span>
        </span>
        <span role="columnheader">Title</span>
        {look.columns.map((name) => (
          <span
            key={name}
            role="columnheader"
            // Not the name of its edge as well.
            aria-label={columnOf(name).title}
            className={cn("relative", columnOf(name).isNumber && "text-right")}
          >
            <ColumnEdge name={name} look={look} onLook={onLook} onPreview={onPreview} />
            {/* Not the whole header: its edge stands outside, and what is cut off there cannot be dragged. */}
            <span className="block truncate">{columnOf(name).title}</span>
          </span>
        ))}
      </div>
    </div>
  );
}

function ColumnEdge({ name, look, onLook, onPreview }: TableHeadProps & { name: ColumnName }) {
  const [grip, setGrip] = useState<{ startPx: number; widthPx: number } | null>(null);
  const widthPx = widthOf(look, name);
  const resized = (clientX: number) =>
    grip === null ? look : withWidth(look, name, grip.widthPx + grip.startPx - clientX);

  return (
    <span
      role="separator"
      aria-orientation="vertical"
      aria-label={`Width of ${columnOf(name).title}`}
      aria-valuenow={widthPx}
      aria-valuetext={`${widthPx} pixels`}
      tabIndex={0}
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        setGrip({ startPx: event.clientX, widthPx });
      }}
      onPointerMove={(event) => grip && onPreview(resized(event.clientX))}
      onPointerUp={(event) => {
        if (grip) onLook(resized(event.clientX));
        setGrip(null);
      }}
      onPointerCancel={() => {
        onPreview(look);
        setGrip(null);
      }}
      onKeyDown={(event) => {
        const step = event.key === "ArrowLeft" ? STEP_PX : event.key === "ArrowRight" ? -STEP_PX : 0;
        if (step === 0) return;
        event.preventDefault();
        onLook(withWidth(look, name, widthPx + step));
      }}
      className="absolute -inset-y-2 -left-2.5 z-10 w-2 cursor-col-resize touch-none border-r border-transparent hover:border-edge focus-visible:border-lamp"
    />
  );
}
