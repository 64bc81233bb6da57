"use client";

import { Button } from "@spool/ui/button";
import { ErrorState } from "@spool/ui/notice";
import { ProgressBar } from "@spool/ui/progress-bar";
import Link from "next/link";
import { useNowMs } from "../../../../../../time/clock.tsx";
import { formatDuration } from "../../../../../../time/format-duration.ts";
import type { BatchState } from "./use-batch-submit.ts";

interface BatchProgressProps {
  state: BatchState;
  total: number;
  onStop: () => void;
  onResume: () => void;
}

/** How far the batch is, what became of its rows, and why it stands where it does. */
export function BatchProgress({ state, total, onStop, onResume }: BatchProgressProps) {
  const { phase, done, refusal, waitsUntilMs } = state;
  return (
    <div className="flex flex-col gap-3 border-t px-4 py-4 sm:px-5">
      <ProgressBar ratio={total === 0 ? 1 : done / total} label="Submitted" isMoving={phase === "running"} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <p role="status" className="min-w-0 flex-1 text-ink-soft tabular-nums">
          {resultWords(state, total)}
        </p>
        {phase === "running" && <Button onClick={onStop}>Stop</Button>}
        {phase === "stopped" && (
          <Button variant="primary" onClick={onResume}>
            Go on
          </Button>
        )}
        {phase === "finished" && (
          <Button asChild>
            <Link prefetch={false} href="/jobs">
              See the jobs
            </Link>
          </Button>
        )}
      </div>
      {refusal !== null && waitsUntilMs !== null && (
        <Waiting reason={refusal.message} untilMs={waitsUntilMs} />
      )}
      {refusal !== null && waitsUntilMs === null && (
        <ErrorState
          title={`It stopped after ${done.toLocaleString("en")} rows; nothing is lost or doubled when you go on`}
          reason={
            refusal.isSignedOut
              ? "Your session has ended. Sign in again in another tab, then go on here."
              : refusal.message
          }
          {...(refusal.isSignedOut && {
            action: (
              <Button asChild>
                <a href="/sign-in" target="_blank" rel="noreferrer">
                  Sign in
                </a>
              </Button>
            ),
          })}
        />
      )}
    </div>
  );
}

/** A limit of the project is reached for now. */
function Waiting({ reason, untilMs }: { reason: string; untilMs: number }) {
  const seconds = Math.max(0, Math.ceil((untilMs - useNowMs()) / 1_000));
  return (
    <div role="status" className="rounded-lg border border-attention/40 bg-attention-wash px-4 py-3">
      <p className="font-medium text-attention">
        It goes on by itself in{" "}
        <span className="tabular-nums">{seconds < 10 ? `${seconds} s` : formatDuration(seconds)}</span>
      </p>
      <p className="mt-0.5 break-words text-ink-soft">{reason}</p>
    </div>
  );
}

function resultWords({ phase, done, submitted, present, refused }: BatchState, total: number): string {
  const count = (value: number) => value.toLocaleString("en");
  const parts = [
    phase === "finished" ? `${count(submitted)} submitted` : `${count(done)} of ${count(total)}`,
    ...(present > 0 ? [`${count(present)} were there already`] : []),
    ...(refused.length > 0 ? [`${count(refused.length)} refused`] : []),
  ];
  return parts.join(" · ");
}
