"use client";

import { Button, IconButton } from "@spool/ui/button";
import { cn } from "@spool/ui/class-names";
import { Confirm } from "@spool/ui/confirm";
import { Menu, MenuItem, MenuSeparator } from "@spool/ui/menu";
import { Meter } from "@spool/ui/meter";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Ellipsis } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { useAccount } from "../../../../data/account/account-context.tsx";
import { mayOperateInstance } from "../../../../data/account/may-operate.ts";
import { nodesQuery } from "../../../../data/nodes/nodes-query.ts";
import { refusalOf } from "../../../../data/refusal.ts";
import { removeSiteMutation } from "../../../../data/sites/site-mutations.ts";
import type { Site } from "../../../../data/sites/sites-query.ts";
import { triggerTaskMutation } from "../../../../data/tasks/trigger-task-mutation.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";
import { TimeAgo } from "../../../../time/time-ago.tsx";

const HEALTH: Record<Site["health"], { words: string; dot: string }> = {
  healthy: { words: "well", dot: "bg-good" },
  degraded: { words: "degraded", dot: "bg-attention" },
  unreachable: { words: "unreachable", dot: "bg-failed" },
  unknown: { words: "not checked", dot: "border border-edge" },
};

/** What the last check said. Only what is wrong calls for attention. */
const MESSAGE_COLOUR: Record<Site["health"], string> = {
  healthy: "text-ink-soft",
  degraded: "text-attention",
  unreachable: "text-failed",
  unknown: "text-ink-soft",
};

export function SiteRow({ site, onEdit }: { site: Site; onEdit: () => void }) {
  const { data: nodes } = useQuery(nodesQuery(useSupabase()));
  const count = nodes?.filter(({ site_id, status }) => site_id === site.id && status !== "offline").length;
  const { words, dot } = HEALTH[site.health];
  return (
    <li
      data-site={site.slug}
      className="grid grid-cols-[minmax(0,1fr)] items-center gap-x-6 gap-y-1.5 px-4 py-3 lg:grid-cols-[7rem_minmax(0,1fr)_12rem_6rem_8rem_auto]"
    >
      <span className="flex items-center gap-2 text-xs text-ink-soft">
        <span aria-hidden="true" className={cn("size-2 rounded-full", dot)} />
        {words}
      </span>
      <div className="min-w-0">
        <p className="truncate font-medium">
          {site.name} <span className="font-normal text-ink-faint">{site.slug}</span>
        </p>
        <p title={site.storage_root} className="truncate font-mono text-xs text-ink-faint">
          {site.storage_root}
        </p>
        {site.health_message !== null && (
          <p className={cn("text-xs break-words", MESSAGE_COLOUR[site.health])}>{site.health_message}</p>
        )}
      </div>
      <FreeSpace site={site} />
      <span className="text-xs text-ink-soft tabular-nums">
        {count !== undefined && `${count} ${count === 1 ? "node" : "nodes"} up`}
      </span>
      <span className="text-xs text-ink-faint">
        {site.health_checked_at !== null && (
          <>
            checked <TimeAgo at={site.health_checked_at} />
          </>
        )}
      </span>
      <SiteControls site={site} onEdit={onEdit} />
    </li>
  );
}

const MEGABYTES_PER_TERABYTE = 1_048_576;
const MEGABYTES_PER_GIGABYTE = 1_024;

function spaceWords(megabytes: number): string {
  return megabytes < MEGABYTES_PER_TERABYTE
    ? `${(megabytes / MEGABYTES_PER_GIGABYTE).toFixed(1)} GB`
    : `${(megabytes / MEGABYTES_PER_TERABYTE).toFixed(2)} TB`;
}

function FreeSpace({ site }: { site: Site }) {
  const { storage_free_mb: freeMb, storage_total_mb: totalMb } = site;
  if (freeMb === null || totalMb === null || totalMb === 0) return <span />;
  return (
    <div className="text-xs text-ink-soft">
      <p className="pb-1 tabular-nums">
        {spaceWords(freeMb)} free of {spaceWords(totalMb)}
      </p>
      <Meter ratio={1 - freeMb / totalMb} label={`Used storage of ${site.name}`} className="h-1" />
    </div>
  );
}

function SiteControls({ site, onEdit }: { site: Site; onEdit: () => void }) {
  const router = useRouter();
  const supabase = useSupabase();
  const queryClient = useQueryClient();
  const scan = useMutation(triggerTaskMutation(supabase, queryClient));
  const remove = useMutation(removeSiteMutation(supabase, queryClient));
  const [isRemoving, setIsRemoving] = useState(false);
  if (!mayOperateInstance(useAccount())) return <span />;

  function handleScan(): void {
    scan.mutate(
      { task: "scan_site", payload: { site: site.slug } },
      {
        onSuccess: ({ id }) =>
          toast(`A node looks at ${site.name}`, {
            action: { label: "Watch", onClick: () => router.push(`/jobs/${id}`) },
          }),
        onError: (error) =>
          toast.error(`${site.name} was not checked`, { description: refusalOf(error).message }),
      },
    );
  }

  function handleRemove(): void {
    remove.mutate(site.id, {
      onSuccess: () => toast(`${site.name} is off the list`),
      onError: (error) =>
        toast.error(`${site.name} was not removed`, { description: refusalOf(error).message }),
      onSettled: () => setIsRemoving(false),
    });
  }

  return (
    <div className="flex items-center gap-1">
      <Button isBusy={scan.isPending} onClick={handleScan} aria-label={`Check ${site.name}`}>
        Check
      </Button>
      <Menu
        align="end"
        trigger={
          <IconButton label={`More on ${site.name}`}>
            <Ellipsis aria-hidden="true" className="size-4" />
          </IconButton>
        }
      >
        <MenuItem onSelect={onEdit}>Edit</MenuItem>
        <MenuSeparator />
        <MenuItem isDangerous onSelect={() => setIsRemoving(true)}>
          Remove
        </MenuItem>
      </Menu>
      <Confirm
        isOpen={isRemoving}
        onClose={() => setIsRemoving(false)}
        title={`Remove ${site.name} from the list?`}
        description="What lies in its storage stays, and its nodes go on without a site. Jobs that ask for it wait for ever."
        verb="Remove the site"
        onConfirm={handleRemove}
        isBusy={remove.isPending}
      />
    </div>
  );
}
