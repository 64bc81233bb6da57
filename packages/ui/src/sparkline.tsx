import { cn } from "./class-names.ts";

interface SparklineProps {
  /** One bar each, oldest first. */
  values: readonly number[];
  /** What is seen, in words, for those who do not see it. */
  label: string;
  className?: string;
}

const HEIGHT = 24;
const BAR_WIDTH = 3;
const STEP = 4;

/** A row of small bars on a common base line. The tallest fills the height; nothing draws the base line alone. */
export function Sparkline({ values, label, className }: SparklineProps) {
  const highest = Math.max(1, ...values);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${values.length * STEP} ${HEIGHT}`}
      preserveAspectRatio="none"
      className={cn("h-6 w-full fill-current", className)}
    >
      <rect x="0" y={HEIGHT - 0.5} width={values.length * STEP} height="0.5" opacity="0.5" />
      {values.map((value, index) => {
        const height = value === 0 ? 0 : Math.max(2, (value / highest) * (HEIGHT - 1));
        return (
          <rect key={index} x={index * STEP} y={HEIGHT - height} width={BAR_WIDTH} height={height} rx="0.5" />
        );
      })}
    </svg>
  );
}
