"use client";

import { useQueryClient } from "@tanstack/react-query";
import {
  applyAttempt,
  applyEvent,
  applyFile,
  applyLogLines,
  applyStage,
} from "../data/job-activity/apply-activity.ts";
import { activityKeys } from "../data/job-activity/keys.ts";
import { jobsKeys } from "../data/jobs/keys.ts";
import { readAttempt, readEvent, readFile, readLogs, readStage } from "./event-payloads.ts";
import { useTopic } from "./live-connection.tsx";

const JOB_EVENTS = ["logs", "stage_changed", "attempt_changed", "event_added", "file_added"];

/** Keeps the log, stages, attempts, events and files of one job as they are in the database. Mount once per page. */
export function useLiveJob(jobId: string): void {
  const queryClient = useQueryClient();
  const lookAgain = () => void queryClient.invalidateQueries({ queryKey: activityKeys.all(jobId) });

  /** An answer that is under way was read before this event: it is asked for again, after the event is shown. */
  const taken = <Row>(row: Row | null, apply: (row: Row) => void) => {
    if (row === null) {
      lookAgain();
      return;
    }
    apply(row);
    if (queryClient.isFetching({ queryKey: activityKeys.all(jobId) }) > 0) lookAgain();
  };

  useTopic(`job:${jobId}`, JOB_EVENTS, {
    on: {
      logs: (payload) => {
        const logs = readLogs(payload);
        if (logs !== null) applyLogLines(queryClient, jobId, logs.lines);
      },
      stage_changed: (payload) => taken(readStage(payload), (row) => applyStage(queryClient, row)),
      attempt_changed: (payload) => taken(readAttempt(payload), (row) => applyAttempt(queryClient, row)),
      event_added: (payload) => taken(readEvent(payload), (row) => applyEvent(queryClient, row)),
      file_added: (payload) => taken(readFile(payload), (row) => applyFile(queryClient, row)),
    },
    onJoined: () => {
      lookAgain();
      void queryClient.invalidateQueries({ queryKey: jobsKeys.detail(jobId) });
    },
  });
}
