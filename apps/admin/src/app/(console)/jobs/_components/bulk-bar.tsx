"use client";

import { PRIORITIES, QUEUES } from "@spool/contracts/job-states";
import { Button, IconButton } from "@spool/ui/button";
import { Menu, MenuItem } from "@spool/ui/menu";
import { Ban, ChevronDown, Pause, Play, RotateCcw, Trash2, X, type LucideIcon } from "lucide-react";
import type { BulkActionName } from "../../../../data/bulk-actions/bulk-actions-query.ts";
import { QueueName } from "../../_components/queue-name.tsx";

export interface Deed {
  action: BulkActionName;
  arguments: Record<string, string>;
}

interface BulkBarProps {
  /** How many are chosen, in words. */
  words: string;
  /** Offers to choose all that match, in words; null where all are chosen already. */
  everythingWords: string | null;
  onEverything: () => void;
  onDeed: (deed: Deed) => void;
  onClear: () => void;
}

const PLAIN: readonly { action: BulkActionName; label: string; Icon: LucideIcon }[] = [
  { action: "pause", label: "Pause", Icon: Pause },
  { action: "resume", label: "Resume", Icon: Play },
  { action: "cancel", label: "Cancel", Icon: Ban },
  { action: "retry", label: "Retry", Icon: RotateCcw },
];

/** Comes up from below while jobs are chosen: how many, and what can be done to all of them. */
export function BulkBar({ words, everythingWords, onEverything, onDeed, onClear }: BulkBarProps) {
  const deed = (action: BulkActionName) => onDeed({ action, arguments: {} });
  return (
    <div
      role="toolbar"
      aria-label="Chosen jobs"
      className="flex max-w-full animate-rise flex-wrap items-center gap-x-1 gap-y-1 rounded-lg border border-edge bg-raised py-1.5 pr-1.5 pl-4 shadow-lg shadow-shade"
    >
      <p className="mr-2 tabular-nums" aria-live="polite">
        <span className="font-medium text-lamp">{words}</span>
        {everythingWords !== null && (
          <button
            type="button"
            onClick={onEverything}
            className="ml-2 text-xs text-ink-soft underline decoration-edge underline-offset-2 hover:text-ink"
          >
            {everythingWords}
          </button>
        )}
      </p>
      {PLAIN.map(({ action, label, Icon }) => (
        <Button key={action} variant="ghost" className="px-2.5" onClick={() => deed(action)}>
          <Icon aria-hidden="true" className="size-3.5" />
          {label}
        </Button>
      ))}
      <Menu
        trigger={
          <Button variant="ghost" className="px-2.5">
            Priority <ChevronDown aria-hidden="true" className="size-3.5" />
          </Button>
        }
      >
        {PRIORITIES.map((priority) => (
          <MenuItem
            key={priority}
            onSelect={() => onDeed({ action: "reprioritise", arguments: { priority } })}
          >
            {priority}
          </MenuItem>
        ))}
      </Menu>
      <Menu
        trigger={
          <Button variant="ghost" className="px-2.5">
            Queue <ChevronDown aria-hidden="true" className="size-3.5" />
          </Button>
        }
      >
        {QUEUES.map((queue) => (
          <MenuItem key={queue} onSelect={() => onDeed({ action: "move_to_queue", arguments: { queue } })}>
            <QueueName queue={queue} />
          </MenuItem>
        ))}
      </Menu>
      <Button variant="ghost" className="px-2.5" onClick={() => deed("remove")}>
        <Trash2 aria-hidden="true" className="size-3.5" />
        Remove
      </Button>
      <IconButton label="Choose none" onClick={onClear}>
        <X aria-hidden="true" className="size-4" />
      </IconButton>
    </div>
  );
}
