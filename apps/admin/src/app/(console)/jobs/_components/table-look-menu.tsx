"use client";

import { IconButton } from "@spool/ui/button";
import { Menu, MenuCheck, MenuLabel, MenuSeparator } from "@spool/ui/menu";
import { Columns3 } from "lucide-react";
import { COLUMN_NAMES, columnOf, withColumn, type TableLook } from "./table-columns.ts";

interface TableLookMenuProps {
  look: TableLook;
  onLook: (look: TableLook) => void;
  /** With one project its name says nothing. */
  hasProjects: boolean;
}

/** Which columns the table shows, and how close its rows stand. */
export function TableLookMenu({ look, onLook, hasProjects }: TableLookMenuProps) {
  return (
    <Menu
      align="end"
      trigger={
        <IconButton label="Columns" className="max-lg:hidden">
          <Columns3 aria-hidden="true" className="size-4" strokeWidth={1.75} />
        </IconButton>
      }
    >
      <MenuLabel>Columns</MenuLabel>
      {COLUMN_NAMES.filter((name) => name !== "project" || hasProjects).map((name) => (
        <MenuCheck
          key={name}
          isChecked={look.columns.includes(name)}
          onChange={(isShown) => onLook(withColumn(look, name, isShown))}
        >
          {columnOf(name).title}
        </MenuCheck>
      ))}
      <MenuSeparator />
      <MenuCheck
        isChecked={look.density === "compact"}
        onChange={(isCompact) => onLook({ ...look, density: isCompact ? "compact" : "comfortable" })}
      >
        Compact rows
      </MenuCheck>
    </Menu>
  );
}
