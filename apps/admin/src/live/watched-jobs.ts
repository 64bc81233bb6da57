import { isFinished } from "@spool/contracts/job-states";
import { useSyncExternalStore } from "react";
import { z } from "zod";
import type { JobChange } from "../data/jobs/job-row.ts";

const KEY = "spool.watched-jobs";
const watchedSchema = z.record(z.string(), z.string());

/** Titles by the id of each job that somebody waits for in this tab. */
type Watched = Readonly<Record<string, string>>;

const listeners = new Set<() => void>();
let watched: Watched | null = null;

function read(): Watched {
  if (watched !== null) return watched;
  try {
    watched = watchedSchema.safeParse(JSON.parse(sessionStorage.getItem(KEY) ?? "{}")).data ?? {};
  } catch {
    watched = {};
  }
  return watched;
}

function write(next: Watched): void {
  watched = next;
  try {
    sessionStorage.setItem(KEY, JSON.stringify(next));
  } catch {
    // It is forgotten with the page, then.
  }
  for (const listener of listeners) listener();
}

export function useIsWatched(jobId: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => jobId in read(),
    () => false,
  );
}

/** Asks the reader for leave to notify, and watches the job either way: inside the console it is told in any case. */
export async function watchJob({
  id,
  title,
}: {
  id: string;
  title: string;
}): Promise<NotificationPermission> {
  write({ ...read(), [id]: title });
  if (!("Notification" in window)) return "denied";
  return Notification.permission === "default" ? Notification.requestPermission() : Notification.permission;
}

export const watchedJobIds = (): string[] => Object.keys(read());

export function unwatchJob(jobId: string): void {
  const { [jobId]: _left, ...others } = read();
  write(others);
}

const WORDS: Readonly<Record<string, string>> = {
  completed: "The video is finished",
  failed: "The job failed",
  cancelled: "The job was cancelled",
};

/** Tells of a watched job that has ended, once: by the browser where it may, and to `tell`. */
export function announceIfWatched(
  { id, status }: JobChange,
  tell: (words: string, title: string, jobId: string) => void,
): void {
  const title = read()[id];
  if (title === undefined || status === undefined || !isFinished(status)) return;
  unwatchJob(id);
  const words = WORDS[status] ?? status;
  tell(words, title, id);
  if (!("Notification" in window) || Notification.permission !== "granted") return;
  const notification = new Notification(words, { body: title, tag: id });
  notification.addEventListener("click", () => {
    window.focus();
    location.assign(`/jobs/${id}`);
  });
}
