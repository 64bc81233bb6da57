import type { Announcements, DndContextProps } from "@dnd-kit/core";

/** What those hear who do not see the cards move. */
export function dragWords(
  titleOf: (id: string) => string | undefined,
): NonNullable<DndContextProps["accessibility"]> {
  const name = (id: string | number): string => {
    const text = String(id);
    return text.startsWith("queue:")
      ? `the queue ${text.slice("queue:".length)}`
      : (titleOf(text) ?? "a job");
  };
  const announcements: Announcements = {
    onDragStart: ({ active }) => `Picked up ${name(active.id)}.`,
    onDragOver: ({ active, over }) =>
      over === null
        ? `${name(active.id)} is over no queue.`
        : `${name(active.id)} is at the place of ${name(over.id)}.`,
    onDragEnd: ({ active, over }) =>
      over === null ? `${name(active.id)} stays where it was.` : `Dropped ${name(active.id)}.`,
    onDragCancel: ({ active }) => `${name(active.id)} stays where it was.`,
  };
  return {
    announcements,
    screenReaderInstructions: {
      draggable:
        "Space picks the job up. The arrow keys move it up, down and to the other queues, space drops it, escape leaves it where it was.",
    },
  };
}
