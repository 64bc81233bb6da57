"use client";

import { Button } from "@spool/ui/button";
import { Dialog } from "@spool/ui/dialog";
import { describedBy, Field, TextInput } from "@spool/ui/field";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { saveSiteMutation } from "../../../../data/sites/site-mutations.ts";
import type { Site } from "../../../../data/sites/sites-query.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";
import { RefusalLine } from "../../_components/refusal-line.tsx";

/** Makes a site, or changes one. */
export function SiteDialog({ site, onClose }: { site: Site | null; onClose: () => void }) {
  const save = useMutation(saveSiteMutation(useSupabase(), useQueryClient()));
  const [name, setName] = useState(site?.name ?? "");
  const [slug, setSlug] = useState(site?.slug ?? "");
  const [storageRoot, setStorageRoot] = useState(site?.storage_root ?? "");

  function handleSubmit(event: React.SyntheticEvent): void {
    event.preventDefault();
    save.mutate(
      { siteId: site?.id ?? null, name, slug, storageRoot },
      {
        onSuccess: () => {
          toast(site === null ? `${name} is on the list` : `${name} is changed`);
          onClose();
        },
      },
    );
  }

  const slugHelp = "How jobs and nodes name it. It stays as it is.";
  const rootHelp = "The folder under which its nodes see its storage.";
  return (
    <Dialog isOpen onClose={onClose} title={site === null ? "New site" : site.name}>
      <form onSubmit={handleSubmit} className="flex flex-col gap-4">
        <Field controlId="site-name" label="Name" isRequired>
          <TextInput
            id="site-name"
            required
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        {site === null && (
          <Field controlId="site-slug" label="Slug" isRequired help={slugHelp}>
            <TextInput
              id="site-slug"
              required
              spellCheck={false}
              value={slug}
              onChange={(event) => setSlug(event.target.value)}
              className="font-mono"
              {...describedBy("site-slug", slugHelp, undefined)}
            />
          </Field>
        )}
        <Field controlId="site-root" label="Storage root" isRequired help={rootHelp}>
          <TextInput
            id="site-root"
            required
            spellCheck={false}
            placeholder="/mnt/springfield"
            value={storageRoot}
            onChange={(event) => setStorageRoot(event.target.value)}
            className="font-mono"
            {...describedBy("site-root", rootHelp, undefined)}
          />
        </Field>
        <RefusalLine error={save.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" isBusy={save.isPending}>
            {site === null ? "Create the site" : "Save the site"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
