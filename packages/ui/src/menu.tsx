"use client";

import { Slot } from "radix-ui";
import { createContext, use, useState } from "react";
import { cn } from "./class-names.ts";
import { loadOnce } from "./load-once.ts";

type Primitives = typeof import("./menu-primitives.ts").DropdownMenu;

/** Menus are a tenth of what a page may load, and most pages are read without opening one. */
const loadPrimitives = loadOnce((): Promise<Primitives> =>
  import("./menu-primitives.ts").then(({ DropdownMenu }) => DropdownMenu),
);
/** Without a network, nothing opens; the next click asks again. */
const comeNear = () => void loadPrimitives().catch(() => undefined);

const PrimitivesContext = createContext<Primitives | null>(null);

function usePrimitives(): Primitives {
  const primitives = use(PrimitivesContext);
  if (primitives === null) throw new Error("A part of a menu is drawn outside Menu");
  return primitives;
}

const SHEET =
  "z-50 max-h-(--radix-dropdown-menu-content-available-height) animate-arrive overflow-y-auto rounded-lg border border-edge bg-raised p-1 shadow-lg shadow-shade";

interface MenuProps {
  /** The one element that opens it. */
  trigger: React.ReactElement;
  align?: "start" | "end";
  children: React.ReactNode;
}

/** A menu under the element that opens it. What it is made of comes when a pointer or the focus comes near. */
export function Menu({ trigger, align = "start", children }: MenuProps) {
  const [opened, setOpened] = useState<{ primitives: Primitives; isByKey: boolean } | null>(null);
  const open = (isByKey: boolean) =>
    void loadPrimitives().then(
      (primitives) => setOpened({ primitives, isByKey }),
      () => undefined,
    );

  if (opened === null) {
    return (
      <Slot.Root
        aria-haspopup="menu"
        aria-expanded={false}
        onPointerEnter={comeNear}
        onFocus={comeNear}
        // A click without a pointer is a key.
        onClick={(event: React.MouseEvent) => open(event.detail === 0)}
        onKeyDown={(event: React.KeyboardEvent) => {
          if (event.key !== "ArrowDown") return;
          event.preventDefault();
          open(true);
        }}
      >
        {trigger}
      </Slot.Root>
    );
  }
  const { primitives, isByKey } = opened;
  const { Root, Trigger, Portal, Content } = primitives;
  return (
    <PrimitivesContext value={primitives}>
      <Root modal={false} defaultOpen>
        <Trigger asChild>{trigger}</Trigger>
        <Portal>
          <Content
            align={align}
            sideOffset={6}
            collisionPadding={8}
            // The first time, the key came before what would have heard it: the focus would stay on the menu itself.
            onFocus={({ target, currentTarget }: React.FocusEvent<HTMLElement>) => {
              if (!isByKey || target !== currentTarget) return;
              setOpened({ primitives, isByKey: false });
              currentTarget.querySelector<HTMLElement>("[role^=menuitem]:not([data-disabled])")?.focus();
            }}
            className={cn(SHEET, "min-w-48")}
          >
            {children}
          </Content>
        </Portal>
      </Root>
    </PrimitivesContext>
  );
}

const ITEM =
  "flex h-8 cursor-pointer items-center gap-2 rounded-sm px-2 text-ink-soft outline-none select-none data-disabled:cursor-default data-disabled:opacity-50 data-highlighted:bg-hover data-highlighted:text-ink";

interface MenuItemProps {
  onSelect: () => void;
  children: React.ReactNode;
  /** What it does cannot be undone. */
  isDangerous?: boolean;
  isDisabled?: boolean;
}

export function MenuItem({ children, onSelect, isDangerous = false, isDisabled = false }: MenuItemProps) {
  const DropdownMenu = usePrimitives();
  return (
    <DropdownMenu.Item
      disabled={isDisabled}
      className={cn(
        ITEM,
        isDangerous && "text-failed data-highlighted:bg-failed-wash data-highlighted:text-failed",
      )}
      onSelect={onSelect}
    >
      {children}
    </DropdownMenu.Item>
  );
}

/** An item that is a link: it can be opened in a new tab. Its only child is the link. */
export function MenuLink({ children }: { children: React.ReactElement }) {
  const DropdownMenu = usePrimitives();
  return (
    <DropdownMenu.Item asChild className={ITEM}>
      {children}
    </DropdownMenu.Item>
  );
}

interface MenuSubProps {
  label: React.ReactNode;
  children: React.ReactNode;
}

/** A menu inside a menu, opened by pointing at it or with the right arrow. */
export function MenuSub({ label, children }: MenuSubProps) {
  const DropdownMenu = usePrimitives();
  return (
    <DropdownMenu.Sub>
      <DropdownMenu.SubTrigger className={cn(ITEM, "data-[state=open]:bg-hover data-[state=open]:text-ink")}>
        {label}
        <span aria-hidden="true" className="ml-auto pl-4 text-ink-faint">
          ›
        </span>
      </DropdownMenu.SubTrigger>
      <DropdownMenu.Portal>
        <DropdownMenu.SubContent sideOffset={4} collisionPadding={8} className={cn(SHEET, "min-w-36")}>
          {children}
        </DropdownMenu.SubContent>
      </DropdownMenu.Portal>
    </DropdownMenu.Sub>
  );
}

interface MenuChoiceProps<Value extends string> {
  options: readonly { value: Value; label: React.ReactNode }[];
  value: Value;
  onChange: (value: Value) => void;
}

/** One of several; choosing closes the menu. */
export function MenuChoice<Value extends string>({ options, value, onChange }: MenuChoiceProps<Value>) {
  const DropdownMenu = usePrimitives();
  return (
    <DropdownMenu.RadioGroup
      value={value}
      onValueChange={(chosen) => {
        const option = options.find((candidate) => candidate.value === chosen);
        if (option) onChange(option.value);
      }}
    >
      {options.map((option) => (
        <DropdownMenu.RadioItem
          key={option.value}
          value={option.value}
          className={cn(ITEM, "data-[state=checked]:text-ink")}
        >
          <span aria-hidden="true" className="w-3 text-lamp">
            {option.value === value && "✓"}
          </span>
          {option.label}
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
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
  const DropdownMenu = usePrimitives();
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
  const DropdownMenu = usePrimitives();
  return (
    <DropdownMenu.Label className="px-2 pt-2 pb-1 text-2xs font-medium tracking-wide text-ink-faint uppercase">
      {children}
    </DropdownMenu.Label>
  );
}

export function MenuSeparator() {
  const DropdownMenu = usePrimitives();
  return <DropdownMenu.Separator className="my-1 h-px bg-hairline" />;
}
