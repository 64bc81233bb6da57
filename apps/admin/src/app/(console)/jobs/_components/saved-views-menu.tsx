"use client";

import { Button, IconButton } from "@spool/ui/button";
import { Dialog } from "@spool/ui/dialog";
import { describedBy, Field, TextInput } from "@spool/ui/field";
import { Menu, MenuItem, MenuLabel, MenuSeparator } from "@spool/ui/menu";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Bookmark, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { apiMessage } from "../../../../data/api-message.ts";
import {
  changeViewMutation,
  savedViewsQuery,
  type SavedView,
} from "../../../../data/saved-views/saved-views-query.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";

interface SavedViewsMenuProps {
  /** The filter as it stands in the address. */
  query: string;
  onOpen: (query: string) => void;
}

type Asking = { kind: "save" } | { kind: "manage" } | { kind: "rename"; view: SavedView };

/** The filters that somebody has given a name. */
export function SavedViewsMenu({ query, onOpen }: SavedViewsMenuProps) {
  const { data: views = [] } = useQuery(savedViewsQuery(useSupabase()));
  const [asking, setAsking] = useState<Asking | null>(null);
  return (
    <>
      <Menu
        align="end"
        trigger={
          <IconButton label="Saved views">
            <Bookmark aria-hidden="true" className="size-4" strokeWidth={1.75} />
          </IconButton>
        }
      >
        <MenuLabel>Saved views</MenuLabel>
        {views.length === 0 && <p className="px-2 pb-1.5 text-ink-soft">none yet</p>}
        {views.map((view) => (
          <MenuItem key={view.id} onSelect={() => onOpen(view.query)}>
            <span className="max-w-64 truncate" dir="auto">
              {view.name}
            </span>
            {view.query === query && (
              <span aria-label="shown now" className="ml-auto pl-3 text-lamp">
                ✓
              </span>
            )}
          </MenuItem>
        ))}
        <MenuSeparator />
        <MenuItem onSelect={() => setAsking({ kind: "save" })}>Save this filter …</MenuItem>
        {views.length > 0 && (
          <MenuItem onSelect={() => setAsking({ kind: "manage" })}>Rename or delete …</MenuItem>
        )}
      </Menu>
      {asking?.kind === "save" && (
        <NameDialog
          title="Save this filter"
          view={null}
          query={query}
          taken={views.map(({ name }) => name)}
          onClose={() => setAsking(null)}
        />
      )}
      {asking?.kind === "rename" && (
        <NameDialog
          title={`Rename ${asking.view.name}`}
          view={asking.view}
          query={query}
          taken={[]}
          onClose={() => setAsking({ kind: "manage" })}
        />
      )}
      {asking?.kind === "manage" && (
        <ManageDialog
          views={views}
          onRename={(view) => setAsking({ kind: "rename", view })}
          onClose={() => setAsking(null)}
        />
      )}
    </>
  );
}

interface NameDialogProps {
  title: string;
  view: SavedView | null;
  query: string;
  taken: readonly string[];
  onClose: () => void;
}

function NameDialog({ title, view, query, taken, onClose }: NameDialogProps) {
  const change = useMutation(changeViewMutation(useSupabase(), useQueryClient()));
  const [name, setName] = useState(view?.name ?? "");
  const given = name.trim();
  const error = change.error === null ? undefined : apiMessage(change.error);
  const help = taken.includes(given) ? "There is one of this name: it will get this filter." : undefined;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form="saved-view"
            variant="primary"
            isBusy={change.isPending}
            disabled={given === ""}
          >
            {view === null ? "Save" : "Rename"}
          </Button>
        </>
      }
    >
      <form
        id="saved-view"
        onSubmit={(event) => {
          event.preventDefault();
          if (given === "") return;
          change.mutate(
            view === null
              ? { kind: "save", name: given, query }
              : { kind: "rename", id: view.id, name: given },
            { onSuccess: onClose },
          );
        }}
      >
        <Field controlId="saved-view-name" label="Name" isRequired help={help} error={error}>
          <TextInput
            id="saved-view-name"
            autoFocus
            maxLength={80}
            value={name}
            onChange={(event) => setName(event.target.value)}
            {...describedBy("saved-view-name", help, error)}
          />
        </Field>
      </form>
    </Dialog>
  );
}

interface ManageDialogProps {
  views: readonly SavedView[];
  onRename: (view: SavedView) => void;
  onClose: () => void;
}

function ManageDialog({ views, onRename, onClose }: ManageDialogProps) {
  const change = useMutation(changeViewMutation(useSupabase(), useQueryClient()));
  return (
    <Dialog isOpen onClose={onClose} title="Saved views" footer={<Button onClick={onClose}>Close</Button>}>
      {change.error !== null && (
        <p role="alert" className="pb-2 text-failed">
          {apiMessage(change.error)}
        </p>
      )}
      {views.length === 0 && <p className="text-ink-soft">There are none any more.</p>}
      <ul>
        {views.map((view) => (
          <li key={view.id} className="flex items-center gap-1 border-t py-1 first:border-t-0">
            <span className="min-w-0 flex-1 truncate" dir="auto">
              {view.name}
            </span>
            <IconButton label={`Rename ${view.name}`} onClick={() => onRename(view)}>
              <Pencil aria-hidden="true" className="size-3.5" />
            </IconButton>
            <IconButton
              label={`Delete ${view.name}`}
              disabled={change.isPending}
              onClick={() => change.mutate({ kind: "delete", id: view.id })}
            >
              <Trash2 aria-hidden="true" className="size-3.5" />
            </IconButton>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
