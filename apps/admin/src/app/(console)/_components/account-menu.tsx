"use client";

import { IconButton } from "@spool/ui/button";
import { Menu, MenuItem, MenuLabel, MenuSeparator } from "@spool/ui/menu";
import { LogOut } from "lucide-react";
import { useAccount } from "../../../data/account/account-context.tsx";
import { signOut } from "../../../lib/sign-out.ts";
import { useSupabase } from "../../../lib/supabase-browser.tsx";

export function AccountMenu() {
  const account = useAccount();
  const supabase = useSupabase();
  const name = account.display_name ?? account.email;

  return (
    <Menu
      align="end"
      trigger={
        <IconButton label={`Account of ${name}`}>
          {/* Drawn, not written: an initial is a picture, and is no part of the button's name. */}
          <span
            aria-hidden="true"
            data-initial={name.slice(0, 1)}
            className="grid size-6 place-items-center rounded-full bg-hover text-2xs font-semibold text-ink uppercase before:content-[attr(data-initial)]"
          />
        </IconButton>
      }
    >
      <div className="max-w-64 px-2 py-1.5">
        <p className="truncate font-medium">{name}</p>
        {account.display_name !== null && <p className="truncate text-xs text-ink-faint">{account.email}</p>}
      </div>
      <MenuSeparator />
      <MenuLabel>Projects</MenuLabel>
      {account.memberships.length === 0 && <p className="px-2 pb-1.5 text-ink-soft">none yet</p>}
      {account.memberships.map(({ project_id, project_name, role }) => (
        <p key={project_id} className="flex justify-between gap-4 px-2 pb-1.5">
          <span className="truncate">{project_name}</span>
          <span className="text-ink-faint">{role}</span>
        </p>
      ))}
      <MenuSeparator />
      <MenuItem onSelect={() => void signOut(supabase)}>
        <LogOut aria-hidden="true" className="size-4" strokeWidth={1.75} />
        Sign out
      </MenuItem>
    </Menu>
  );
}
