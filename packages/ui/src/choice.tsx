import { useId } from "react";
import { cn } from "./class-names.ts";

export interface ChoiceOption {
  value: string;
  label: string;
}

interface ChoiceProps {
  label: string;
  options: readonly ChoiceOption[];
  value: string;
  onChange: (value: string) => void;
  help?: string | undefined;
  error?: string | undefined;
  className?: string;
}

/** One of a few, all of them in sight. Native radio buttons underneath: arrows move, the label names the group. */
export function Choice({ label, options, value, onChange, help, error, className }: ChoiceProps) {
  const name = useId();
  return (
    <fieldset
      {...((help ?? error) === undefined ? {} : { "aria-describedby": `${name}-help` })}
      className={cn("flex min-w-0 flex-col gap-1.5", className)}
    >
      <legend className="mb-1.5 font-medium">{label}</legend>
      <div className="flex flex-wrap gap-1 self-start rounded-md border border-edge bg-canvas p-0.5">
        {options.map((option) => (
          <label
            key={option.value}
            className={cn(
              "relative flex h-[30px] cursor-pointer items-center rounded-sm px-3 text-ink-soft transition-colors hover:text-ink",
              "has-checked:bg-lamp-wash has-checked:font-medium has-checked:text-lamp",
              "has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-lamp",
            )}
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
              className="absolute inset-0 cursor-pointer opacity-0"
            />
            {option.label}
          </label>
        ))}
      </div>
      {error === undefined ? (
        help !== undefined && (
          <p id={`${name}-help`} className="text-xs text-ink-faint">
            {help}
          </p>
        )
      ) : (
        <p id={`${name}-help`} role="alert" className="text-xs text-failed">
          {error}
        </p>
      )}
    </fieldset>
  );
}
