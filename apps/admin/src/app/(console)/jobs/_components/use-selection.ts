"use client";

import { useReducer } from "react";

/** What is chosen: some jobs by their ids, or whatever matches the filter. */
export type Selection = { kind: "some"; ids: ReadonlySet<string> } | { kind: "everything" };

export type SelectionChange =
  | { kind: "toggle"; ids: readonly string[]; isChosen: boolean }
  | { kind: "everything" }
  | { kind: "nothing" };

const NOTHING: Selection = { kind: "some", ids: new Set() };

/** More than this is chosen by a filter: the database takes so many ids at a time. */
export const MOST_CHOSEN = 1_000;

function changeSelection(selection: Selection, change: SelectionChange): Selection {
  switch (change.kind) {
    case "nothing":
      return NOTHING;
    case "everything":
      return { kind: "everything" };
    case "toggle": {
      const ids = new Set(selection.kind === "some" ? selection.ids : []);
      for (const id of change.ids) {
        if (!change.isChosen) ids.delete(id);
        else if (ids.size < MOST_CHOSEN) ids.add(id);
      }
      return { kind: "some", ids };
    }
  }
}

export const isChosen = (selection: Selection, jobId: string): boolean =>
  selection.kind === "everything" || selection.ids.has(jobId);

export const isNothing = (selection: Selection): boolean =>
  selection.kind === "some" && selection.ids.size === 0;

export const useSelection = () => useReducer(changeSelection, NOTHING);
