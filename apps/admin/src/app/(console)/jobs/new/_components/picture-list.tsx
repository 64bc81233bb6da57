"use client";

import { closestCenter, DndContext, PointerSensor, useSensor, useSensors } from "@dnd-kit/core";
import { SortableContext, verticalListSortingStrategy } from "@dnd-kit/sortable";
import { useId } from "react";
import type { PictureEntry } from "./picture-entries.ts";
import { buttonId, PictureRow } from "./picture-row.tsx";
import type { PictureHere } from "./use-pictures.ts";

interface PictureListProps {
  entries: readonly PictureEntry[];
  here: ReadonlyMap<string, PictureHere>;
  onCaption: (key: string, caption: string) => void;
  onMove: (key: string, toIndex: number) => void;
  onRemove: (key: string) => void;
  /** The last one was removed, and the focus needs a place. */
  onEmpty: () => void;
}

/** The chosen pictures in their order, which is changed by dragging or by the buttons of a row. */
export function PictureList({ entries, here, onCaption, onMove, onRemove, onEmpty }: PictureListProps) {
  const dndId = useId();
  // Keys have the buttons, which say where a picture goes.
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 4 } }));
  return (
    <DndContext
      id={dndId}
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={({ active, over }) => {
        const toIndex = entries.findIndex(({ key }) => key === over?.id);
        if (toIndex >= 0) onMove(String(active.id), toIndex);
      }}
    >
      <SortableContext items={entries.map(({ key }) => key)} strategy={verticalListSortingStrategy}>
        <ol aria-label="Chosen pictures, in their order" className="flex flex-col gap-2">
          {entries.map((entry, index) => (
            <PictureRow
              key={entry.key}
              entry={entry}
              here={here.get(entry.key)}
              isFirst={index === 0}
              isLast={index === entries.length - 1}
              onCaption={(caption) => onCaption(entry.key, caption)}
              onMove={(by) => {
                onMove(entry.key, index + by);
                focusSoon(() => document.getElementById(buttonId(entry, by < 0 ? "up" : "down"))?.focus());
              }}
              onRemove={() => {
                const next = entries[index + 1] ?? entries[index - 1];
                onRemove(entry.key);
                focusSoon(
                  next === undefined
                    ? onEmpty
                    : () => document.getElementById(buttonId(next, "remove"))?.focus(),
                );
              }}
            />
          ))}
        </ol>
      </SortableContext>
    </DndContext>
  );
}

/** After it is drawn: a row that moves or goes takes the focus along. */
const focusSoon = (focus: () => void): void => {
  requestAnimationFrame(focus);
};
