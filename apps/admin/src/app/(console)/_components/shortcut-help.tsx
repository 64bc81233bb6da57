"use client";

import { Dialog } from "@spool/ui/dialog";
import { useAccount } from "../../../data/account/account-context.tsx";
import { operableProjects } from "../../../data/account/may-operate.ts";
import { usePlaces } from "./navigation.tsx";

interface Line {
  keys: readonly string[];
  does: string;
}

const ON_LISTS: readonly Line[] = [
  { keys: ["j"], does: "Next row" },
  { keys: ["k"], does: "Row before" },
  { keys: ["Home"], does: "To the newest" },
  { keys: ["End"], does: "To the oldest" },
  { keys: ["↵"], does: "Open the row" },
  { keys: ["x"], does: "Choose the row" },
  { keys: ["Esc"], does: "Choose none" },
  { keys: ["/"], does: "Filter" },
];

const ON_LINES: readonly Line[] = [
  { keys: ["Space"], does: "Take a job up, put it down" },
  { keys: ["↑", "↓"], does: "Move it meanwhile" },
];

const ON_VIDEOS: readonly Line[] = [
  { keys: ["k"], does: "Play, pause" },
  { keys: ["←", "→"], does: "Back, on" },
  { keys: ["m"], does: "Sound" },
  { keys: ["c"], does: "Captions" },
  { keys: ["f"], does: "Full screen" },
];

/** Every key there is, on one sheet. */
export function ShortcutHelp({ onClose }: { onClose: () => void }) {
  const places = usePlaces();
  const maySubmit = operableProjects(useAccount()).length > 0;
  return (
    <Dialog isOpen onClose={onClose} title="Keyboard shortcuts" className="w-[min(40rem,94vw)]">
      <div className="grid gap-x-10 gap-y-5 sm:grid-cols-2">
        <div className="flex flex-col gap-5">
          <Lines title="Go to" lines={places.map(({ key, label }) => ({ keys: ["g", key], does: label }))} />
          <Lines title="In a video" lines={ON_VIDEOS} />
        </div>
        <div className="flex flex-col gap-5">
          <Lines
            title="Everywhere"
            lines={[
              { keys: ["⌘ or Ctrl", "K"], does: "Search or jump" },
              ...(maySubmit ? [{ keys: ["n"], does: "New job" }] : []),
              ...(maySubmit ? [{ keys: ["⌘ or Ctrl", "↵"], does: "Send a form" }] : []),
              { keys: ["w"], does: "Wall mode, and back" },
              { keys: ["?"], does: "This sheet" },
            ]}
          />
          <Lines title="In the list of jobs" lines={ON_LISTS} />
          {maySubmit && <Lines title="In the line of a queue" lines={ON_LINES} />}
        </div>
      </div>
    </Dialog>
  );
}

function Lines({ title, lines }: { title: string; lines: readonly Line[] }) {
  return (
    <section>
      <h3 className="pb-1.5 text-xs font-medium text-ink-faint">{title}</h3>
      <dl className="flex flex-col gap-1.5">
        {lines.map(({ keys, does }) => (
          <div key={does} className="flex items-center justify-between gap-4">
            <dt>{does}</dt>
            <dd className="flex gap-1">
              {keys.map((key) => (
                <kbd
                  key={key}
                  className="min-w-5 rounded-sm border border-edge px-1.5 text-center font-sans text-xs text-ink-soft"
                >
                  {key}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
