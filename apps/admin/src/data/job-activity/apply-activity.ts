import type { QueryClient } from "@tanstack/react-query";
import type { AttemptRow, EventRow, FileRow, StageRow } from "./activity-queries.ts";
import { activityKeys } from "./keys.ts";
import type { LogRow } from "./log-page.ts";
import { mergeById } from "./merge-by-id.ts";

/** Each of these lays the content of one kind of event over what the page of its job holds. Safe to do twice. */
export function applyLogLines(queryClient: QueryClient, jobId: string, lines: LogRow[]): void {
  queryClient.setQueryData<readonly LogRow[]>(activityKeys.logs(jobId), (held) =>
    held === undefined ? undefined : mergeById(held, lines),
  );
}

export function applyStage(queryClient: QueryClient, row: StageRow): void {
  queryClient.setQueryData<StageRow[]>(activityKeys.stages(row.job_id), (held) =>
    held === undefined
      ? undefined
      : [...held.filter(({ stage }) => stage !== row.stage), row].sort(
          (one, other) => one.ordinal - other.ordinal,
        ),
  );
}

export function applyAttempt(queryClient: QueryClient, row: AttemptRow): void {
  queryClient.setQueryData<AttemptRow[]>(activityKeys.attempts(row.job_id), (held) =>
    held === undefined
      ? undefined
      : [...held.filter(({ id }) => id !== row.id), row].sort((one, other) => other.number - one.number),
  );
}

export function applyEvent(queryClient: QueryClient, row: EventRow): void {
  queryClient.setQueryData<readonly EventRow[]>(activityKeys.events(row.job_id), (held) =>
    held === undefined ? undefined : mergeById(held, [row]),
  );
}

export function applyFile(queryClient: QueryClient, row: FileRow): void {
  queryClient.setQueryData<FileRow[]>(activityKeys.files(row.job_id), (held) =>
    held === undefined ? undefined : [...held.filter(({ id }) => id !== row.id), row],
  );
}
