"use client";

import { PRIORITIES, QUEUES } from "@spool/contracts/job-states";
import { Button, IconButton } from "@spool/ui/button";
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuLink, MenuSeparator, MenuSub } from "@spool/ui/menu";
import { useQuery } from "@tanstack/react-query";
import { Ban, ChevronDown, Ellipsis, Pause, Play, RotateCcw } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { lazyPart } from "../../../../../lib/lazy-part.tsx";
import { useAccount } from "../../../../../data/account/account-context.tsx";
import { isMedia, maySteer } from "../../../../../data/account/may-steer.ts";
import { stagesQuery } from "../../../../../data/job-activity/activity-queries.ts";
import type { Job } from "../../../../../data/jobs/job-row.ts";
import { allowedCommands, transitionsQuery } from "../../../../../data/jobs/transitions-query.ts";
import { useSupabase } from "../../../../../lib/supabase-browser.tsx";
import { retryStages } from "./retry-stages.ts";
import { useDuplicate } from "./use-duplicate.ts";
import { useJobCommand } from "./use-job-command.ts";
import { useMoveToFront } from "./use-move-to-front.ts";

const MoveDialog = lazyPart(() => import("./move-dialog.tsx").then((module) => module.MoveDialog));
const RemoveDialog = lazyPart(() => import("./remove-dialog.tsx").then((module) => module.RemoveDialog));

/** What the job's state allows and its reader may do. Viewers see none of it. */
export function JobControls({ job }: { job: Job }) {
  const supabase = useSupabase();
  const account = useAccount();
  const { data: transitions } = useQuery(transitionsQuery(supabase));
  const { data: stages } = useQuery(stagesQuery(supabase, job.id));
  const { give, isPending } = useJobCommand(job);
  const duplicate = useDuplicate(job);
  const moveToFront = useMoveToFront(job, give);
  const [dialog, setDialog] = useState<"move" | "remove" | null>(null);
  if (transitions === undefined || !maySteer(account, job)) return null;

  const allowed = allowedCommands(transitions, job);
  const fromStages = retryStages(job.job_type, stages ?? []);
  const close = () => setDialog(null);

  return (
    <div role="group" aria-label="Controls" className="flex flex-wrap gap-2">
      {allowed.has("pause") && (
        <Button disabled={isPending} onClick={() => give({ command: "pause" })}>
          <Pause aria-hidden="true" className="size-3.5" />
          Pause
        </Button>
      )}
      {allowed.has("resume") && (
        <Button disabled={isPending} onClick={() => give({ command: "resume" })}>
          <Play aria-hidden="true" className="size-3.5" />
          Resume
        </Button>
      )}
      {allowed.has("cancel") && (
        <Button disabled={isPending} onClick={() => give({ command: "cancel" })}>
          <Ban aria-hidden="true" className="size-3.5" />
          Cancel
        </Button>
      )}
      {allowed.has("retry") && (
        <span className="inline-flex">
          <Button
            disabled={isPending}
            onClick={() => give({ command: "retry", fromStage: null })}
            className={fromStages.length > 0 ? "rounded-r-none" : undefined}
          >
            <RotateCcw aria-hidden="true" className="size-3.5" />
            Retry
          </Button>
          {fromStages.length > 0 && (
            <Menu
              align="end"
              trigger={
                <Button
                  disabled={isPending}
                  aria-label="Retry from a stage"
                  title="Retry from a stage"
                  className="-ml-px rounded-l-none px-1.5"
                >
                  <ChevronDown aria-hidden="true" className="size-3.5" />
                </Button>
              }
            >
              <MenuLabel>Keep what came before, retry from</MenuLabel>
              {fromStages.map(({ name, title }) => (
                <MenuItem key={name} onSelect={() => give({ command: "retry", fromStage: name })}>
                  {title}
                </MenuItem>
              ))}
            </Menu>
          )}
        </span>
      )}
      <Menu
        align="end"
        trigger={
          <IconButton label="More controls" variant="outline">
            <Ellipsis aria-hidden="true" className="size-4" />
          </IconButton>
        }
      >
        {allowed.has("reprioritise") && (
          <MenuSub label="Priority">
            <MenuChoice
              options={PRIORITIES.map((priority) => ({ value: priority, label: priority }))}
              value={job.priority}
              onChange={(priority) =>
                priority !== job.priority && give({ command: "reprioritise", priority })
              }
            />
          </MenuSub>
        )}
        {allowed.has("move_to_queue") && (
          <MenuSub label="Queue">
            <MenuChoice
              options={QUEUES.map((queue) => ({ value: queue, label: queue }))}
              value={job.queue}
              onChange={(queue) => queue !== job.queue && give({ command: "move_to_queue", queue })}
            />
          </MenuSub>
        )}
        {allowed.has("reorder") && (
          <>
            <MenuItem onSelect={() => void moveToFront()}>Move to the front</MenuItem>
            <MenuItem onSelect={() => setDialog("move")}>Move in the line …</MenuItem>
          </>
        )}
        {allowed.has("reprioritise") && <MenuSeparator />}
        {isMedia(job) && (
          <>
            <MenuItem onSelect={duplicate}>Duplicate</MenuItem>
            <MenuLink>
              <Link prefetch={false} href={`/jobs/new?from=${job.id}`}>
                Edit into a new job
              </Link>
            </MenuLink>
          </>
        )}
        {allowed.has("remove") && (
          <>
            <MenuSeparator />
            <MenuItem isDangerous onSelect={() => setDialog("remove")}>
              Remove …
            </MenuItem>
          </>
        )}
      </Menu>
      {dialog === "move" && (
        <MoveDialog
          job={job}
          onClose={close}
          onMove={(order, undo) => {
            close();
            give(order, { undo });
          }}
        />
      )}
      {dialog === "remove" && (
        <RemoveDialog
          job={job}
          onClose={close}
          onRemove={() => {
            close();
            give({ command: "remove" });
          }}
        />
      )}
    </div>
  );
}
