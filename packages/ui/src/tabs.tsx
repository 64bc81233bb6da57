"use client";

import { Tabs as Primitive } from "radix-ui";

export interface TabDefinition<Name extends string> {
  name: Name;
  label: string;
  /** How many things are behind it. */
  count?: number | undefined;
}

interface TabsProps<Name extends string> {
  label: string;
  tabs: readonly TabDefinition<Name>[];
  selected: Name;
  onSelect: (name: Name) => void;
  /** The content of the selected tab. */
  children: React.ReactNode;
}

export function Tabs<Name extends string>({ label, tabs, selected, onSelect, children }: TabsProps<Name>) {
  return (
    <Primitive.Root
      value={selected}
      onValueChange={(value) => {
        const tab = tabs.find((candidate) => candidate.name === value);
        if (tab) onSelect(tab.name);
      }}
      className="min-w-0"
    >
      <Primitive.List
        aria-label={label}
        className="flex gap-1 overflow-x-auto border-b [scrollbar-width:none]"
      >
        {tabs.map((tab) => (
          <Primitive.Trigger
            key={tab.name}
            value={tab.name}
            className="relative flex h-10 items-center gap-1.5 px-3 whitespace-nowrap text-ink-soft transition-colors hover:text-ink data-[state=active]:text-ink data-[state=active]:after:absolute data-[state=active]:after:inset-x-3 data-[state=active]:after:-bottom-px data-[state=active]:after:h-0.5 data-[state=active]:after:bg-lamp-fill focus-visible:-outline-offset-2"
          >
            {tab.label}
            {tab.count !== undefined && (
              <span className="text-xs text-ink-faint tabular-nums">{tab.count}</span>
            )}
          </Primitive.Trigger>
        ))}
      </Primitive.List>
      <Primitive.Content value={selected} className="outline-none">
        {children}
      </Primitive.Content>
    </Primitive.Root>
  );
}
