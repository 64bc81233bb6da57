import { cn } from "./class-names.ts";

/** The sign of the house: a frame of film with the lamp behind it. */
export function SpoolMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={cn("size-5", className)}>
      <rect x="2" y="3" width="20" height="18" rx="3" className="fill-ink" />
      <rect x="7" y="6.5" width="10" height="11" rx="1.5" className="fill-lamp-fill" />
      {[6, 10.5, 15].map((y) => (
        <g key={y} className="fill-canvas">
          <rect x="3.75" y={y} width="1.75" height="2.5" rx="0.5" />
          <rect x="18.5" y={y} width="1.75" height="2.5" rx="0.5" />
        </g>
      ))}
    </svg>
  );
}
