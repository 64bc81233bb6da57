import type { JobChange } from "./job-row.ts";

/** What decides in which lists a job stands and in which counts it is counted. */
type Standing = Pick<JobChange, "revision" | "status" | "queue" | "priority" | "position">;

/** What the events of this page have said of each job so far. The oldest are forgotten first. */
export class LiveIndex {
  readonly #standings = new Map<string, Standing>();
  readonly #capacity: number;

  constructor(capacity = 5_000) {
    this.#capacity = capacity;
  }

  /**
   * Takes note of a change.
   *
   * `stale` if something as new was already seen; `moved` if the job may now belong in other
   * lists and counts; `same` if it only went on where it stands.
   */
  note(change: JobChange): "stale" | "moved" | "same" {
    const held = this.#standings.get(change.id);
    if (held !== undefined && held.revision >= change.revision) return "stale";

    this.#standings.delete(change.id);
    const { revision, status, queue, priority, position } = change;
    this.#standings.set(change.id, { revision, status, queue, priority, position } as Standing); // absent columns stay undefined
    if (this.#standings.size > this.#capacity) {
      for (const oldest of this.#standings.keys()) {
        this.#standings.delete(oldest);
        break;
      }
    }
    if (held === undefined) return "moved";
    const isSame =
      held.status === status &&
      held.queue === queue &&
      held.priority === priority &&
      held.position === position;
    return isSame ? "same" : "moved";
  }
}
