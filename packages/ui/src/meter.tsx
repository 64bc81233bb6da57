import { cn } from "./class-names.ts";

interface MeterProps {
  /** What is used, 0 to 1; more than 1 is full. */
  ratio: number;
  /** From here on it calls for attention. */
  warnRatio?: number;
  label: string;
  className?: string;
}

/** How much of something is used, as a bar that stands still. */
export function Meter({ ratio, warnRatio = 0.9, label, className }: MeterProps) {
  const shown = Math.min(1, Math.max(0, ratio));
  return (
    <div
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(shown * 100)}
      className={cn("h-1.5 w-full overflow-hidden rounded-full bg-hairline", className)}
    >
      <div
        className={cn(
          "h-full origin-left rounded-full transition-transform duration-200",
          shown >= warnRatio ? "bg-attention" : "bg-ink-faint",
        )}
        style={{ transform: `scaleX(${shown})` }}
      />
    </div>
  );
}
