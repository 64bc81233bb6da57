"use client";

import { DropdownMenu } from "radix-ui";
import { cn } from "./class-names.ts";

interface MenuProps {
  /** The one element that opens it. */
  trigger: React.ReactElement;
  align?: "start" | "end";
  children: React.ReactNode;
}

export function Menu({ trigger, align = "start", children }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-48 animate-arrive overflow-y-auto rounded-lg border border-edge bg-raised p-1 shadow-lg shadow-canvas/40"
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

const ITEM =
  "flex h-8 cursor-pointer items-center gap-2 rounded-sm px-2 text-ink-soft outline-none select-none data-highlighted:bg-hover data-highlighted:text-ink";

export function MenuItem({ children, onSelect }: { children: React.ReactNode; onSelect: () => void }) {
  return (
    <DropdownMenu.Item className={ITEM} onSelect={onSelect}>
      {children}
    </DropdownMenu.Item>
  );
}

interface MenuCheckProps {
  isChecked: boolean;
  onChange: (isChecked: boolean) => void;
  children: React.ReactNode;
  /** Stands at the right, a count for instance. */
  aside?: React.ReactNode;
}

/** Stays open when it is chosen, so that several can be. */
export function MenuCheck({ isChecked, onChange, children, aside }: MenuCheckProps) {
  return (
    <DropdownMenu.CheckboxItem
      checked={isChecked}
      onCheckedChange={onChange}
      onSelect={(event) => event.preventDefault()}
      className={cn(ITEM, "data-[state=checked]:text-ink")}
    >
      <span
        aria-hidden="true"
        className={cn(
          "grid size-4 place-items-center rounded-sm border border-edge text-2xs",
          isChecked && "border-lamp-fill bg-lamp-fill text-lamp-ink",
        )}
      >
        {isChecked && "✓"}
      </span>
      <span className="flex-1">{children}</span>
      <span className="text-xs text-ink-faint tabular-nums">{aside}</span>
    </DropdownMenu.CheckboxItem>
  );
}

export function MenuLabel({ children }: { children: React.ReactNode }) {
  return (
    <DropdownMenu.Label className="px-2 pt-2 pb-1 text-2xs font-medium tracking-wide text-ink-faint uppercase">
      {children}
    </DropdownMenu.Label>
  );
}

export function MenuSeparator() {
  return <DropdownMenu.Separator className="my-1 h-px bg-hairline" />;
}
