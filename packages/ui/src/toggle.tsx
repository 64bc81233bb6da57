"use client";

import { Switch as Primitive } from "radix-ui";
import { cn } from "./class-names.ts";

interface ToggleProps {
  /** What is on or off. */
  label: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  isDisabled?: boolean;
  className?: string;
}

/** A switch without words beside it: what stands in its row says what it is of. */
export function Toggle({ label, isOn, onChange, isDisabled = false, className }: ToggleProps) {
  return (
    <Primitive.Root
      aria-label={label}
      checked={isOn}
      disabled={isDisabled}
      onCheckedChange={onChange}
      className={cn(
        "relative h-5 w-9 shrink-0 rounded-full border border-edge bg-canvas transition-colors disabled:opacity-50 data-[state=checked]:border-lamp-fill data-[state=checked]:bg-lamp-fill",
        className,
      )}
    >
      <Primitive.Thumb className="block size-3.5 translate-x-0.5 rounded-full bg-ink-faint transition-transform data-[state=checked]:translate-x-4 data-[state=checked]:bg-lamp-ink" />
    </Primitive.Root>
  );
}
