"use client";

import { Switch as Primitive } from "radix-ui";
import { useId } from "react";
import { cn } from "./class-names.ts";

interface SwitchProps {
  label: string;
  help?: string | undefined;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  error?: string | undefined;
  className?: string;
}

/** Something that is on or off. The label belongs to it and may be clicked. */
export function Switch({ label, help, isOn, onChange, error, className }: SwitchProps) {
  const id = useId();
  return (
    <div className={cn("flex min-w-0 items-start justify-between gap-4", className)}>
      <span className="min-w-0">
        <label htmlFor={id} className="cursor-pointer font-medium">
          {label}
        </label>
        {error === undefined ? (
          help !== undefined && (
            <span id={`${id}-help`} className="block text-xs text-ink-faint">
              {help}
            </span>
          )
        ) : (
          <span id={`${id}-help`} role="alert" className="block text-xs text-failed">
            {error}
          </span>
        )}
      </span>
      <Primitive.Root
        id={id}
        checked={isOn}
        onCheckedChange={onChange}
        {...((help ?? error) === undefined ? {} : { "aria-describedby": `${id}-help` })}
        className="relative mt-0.5 h-5 w-9 shrink-0 rounded-full border border-edge bg-canvas transition-colors data-[state=checked]:border-lamp-fill data-[state=checked]:bg-lamp-fill"
      >
        <Primitive.Thumb className="block size-3.5 translate-x-0.5 rounded-full bg-ink-faint transition-transform data-[state=checked]:translate-x-[1.125rem] data-[state=checked]:bg-lamp-ink" />
      </Primitive.Root>
    </div>
  );
}
