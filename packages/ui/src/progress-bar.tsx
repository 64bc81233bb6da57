import { cn } from "./class-names.ts";

interface ProgressBarProps {
  /** What is known to be done, 0 to 1. */
  ratio: number;
  /** Where the bar will be in `travelSeconds`, as far as one can tell; it glides there by itself. */
  towardsRatio?: number;
  /** 0 to be there at once: the browser makes a layer of every bar that glides. */
  travelSeconds?: number;
  label: string;
  isMoving?: boolean;
  className?: string;
}

/** A bar that glides by the compositor alone. */
export function ProgressBar(props: ProgressBarProps) {
  const { ratio, towardsRatio = ratio, travelSeconds = 0.2, label, isMoving = true, className } = props;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(ratio * 100)}
      className={cn("h-1 w-full overflow-hidden rounded-full bg-hairline", className)}
    >
      <div
        className={cn(
          "h-full w-full origin-left rounded-full",
          travelSeconds > 0 && "transition-transform",
          isMoving ? "bg-lamp-fill" : "bg-edge",
        )}
        style={{
          transform: `scaleX(${towardsRatio})`,
          transitionDuration: `${travelSeconds}s`,
          transitionTimingFunction: "linear",
        }}
      />
    </div>
  );
}
