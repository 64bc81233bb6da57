"use client";

import { Button } from "@spool/ui/button";
import { Choice } from "@spool/ui/choice";
import { cn } from "@spool/ui/class-names";
import { Confirm } from "@spool/ui/confirm";
import { Dialog } from "@spool/ui/dialog";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import {
  revokeApiKeyMutation,
  rotateApiKeyMutation,
  type ApiKey,
} from "../../../../data/api-keys/api-keys-query.ts";
import { peopleQuery, personName } from "../../../../data/people/people-query.ts";
import { refusalOf } from "../../../../data/refusal.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";
import { useNowMs } from "../../../../time/clock.tsx";
import { TimeAgo } from "../../../../time/time-ago.tsx";
import { RefusalLine } from "../../_components/refusal-line.tsx";

const OVERLAPS = [
  { value: "0", label: "not at all" },
  { value: "1", label: "1 h" },
  { value: "24", label: "24 h" },
  { value: "168", label: "7 days" },
] as const;

interface KeyRowProps {
  apiKey: ApiKey;
  onRotated: (key: string) => void;
}

export function KeyRow({ apiKey, onRotated }: KeyRowProps) {
  const supabase = useSupabase();
  const queryClient = useQueryClient();
  const nowMs = useNowMs();
  const { data: people } = useQuery(peopleQuery(supabase));
  const rotate = useMutation(rotateApiKeyMutation(supabase, queryClient));
  const revoke = useMutation(revokeApiKeyMutation(supabase, queryClient));
  const [asked, setAsked] = useState<"rotate" | "revoke" | null>(null);
  const [overlap, setOverlap] = useState<string>("24");
  const isExpired = apiKey.expires_at !== null && Date.parse(apiKey.expires_at) <= nowMs;
  const isOver = apiKey.revoked_at !== null || isExpired;
  const maker = apiKey.created_by === null ? null : personName(people, apiKey.created_by);

  function handleRotate(): void {
    rotate.mutate(
      { apiKeyId: apiKey.id, overlapHours: Number(overlap) },
      {
        onSuccess: (key) => {
          setAsked(null);
          onRotated(key);
        },
      },
    );
  }

  function handleRevoke(): void {
    revoke.mutate(apiKey.id, {
      onSuccess: () => toast(`${apiKey.name} is revoked`),
      onError: (error) =>
        toast.error(`${apiKey.name} was not revoked`, { description: refusalOf(error).message }),
      onSettled: () => setAsked(null),
    });
  }

  return (
    <li
      data-key={apiKey.name}
      className="grid grid-cols-[minmax(0,1fr)] items-center gap-x-6 gap-y-1 px-4 py-2.5 lg:grid-cols-[minmax(0,1fr)_6rem_12rem_12rem_11rem]"
    >
      <div className="min-w-0">
        <p className={cn("truncate font-medium", isOver && "text-ink-soft line-through")}>{apiKey.name}</p>
        <p className="font-mono text-xs text-ink-faint">{apiKey.prefix}…</p>
      </div>
      <span className="text-xs text-ink-soft">{apiKey.role}</span>
      <span className="text-xs text-ink-soft">
        {apiKey.last_used_at === null ? (
          "never used"
        ) : (
          <>
            used <TimeAgo at={apiKey.last_used_at} />
          </>
        )}
      </span>
      <span className="text-xs text-ink-faint">
        <KeyLife apiKey={apiKey} isExpired={isExpired} />
        <span className="block truncate">
          made <TimeAgo at={apiKey.created_at} />
          {maker !== null && ` by ${maker}`}
        </span>
      </span>
      {isOver ? (
        <span />
      ) : (
        <div className="flex gap-1 lg:justify-end">
          <Button variant="ghost" aria-label={`Rotate ${apiKey.name}`} onClick={() => setAsked("rotate")}>
            Rotate
          </Button>
          <Button variant="ghost" aria-label={`Revoke ${apiKey.name}`} onClick={() => setAsked("revoke")}>
            Revoke
          </Button>
        </div>
      )}
      <Dialog
        isOpen={asked === "rotate"}
        onClose={() => setAsked(null)}
        title={`Rotate ${apiKey.name}`}
        description="It gets a new secret, which is shown once."
        footer={
          <>
            <Button onClick={() => setAsked(null)}>Cancel</Button>
            <Button variant="primary" isBusy={rotate.isPending} onClick={handleRotate}>
              Rotate the key
            </Button>
          </>
        }
      >
        <Choice
          label="The old secret is still taken for"
          options={OVERLAPS}
          value={overlap}
          onChange={setOverlap}
        />
        <RefusalLine error={rotate.error} />
      </Dialog>
      <Confirm
        isOpen={asked === "revoke"}
        onClose={() => setAsked(null)}
        title={`Revoke ${apiKey.name}?`}
        description="Whoever sends it is refused from now on. This cannot be undone."
        verb="Revoke the key"
        onConfirm={handleRevoke}
        isBusy={revoke.isPending}
      />
    </li>
  );
}

function KeyLife({ apiKey, isExpired }: { apiKey: ApiKey; isExpired: boolean }) {
  if (apiKey.revoked_at !== null)
    return (
      <>
        revoked <TimeAgo at={apiKey.revoked_at} />
      </>
    );
  if (apiKey.expires_at === null) return "until it is revoked";
  return (
    <>
      {isExpired ? "expired " : "expires "}
      <TimeAgo at={apiKey.expires_at} />
    </>
  );
}
