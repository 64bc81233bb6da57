import { cn } from "./class-names.ts";

/** Nothing is here, why, and what to do about it. */
export function EmptyState({ children, action }: { children: React.ReactNode; action?: React.ReactNode }) {
  return (
    <div className="flex flex-col items-center gap-4 px-6 py-12 text-center text-ink-soft">
      <span aria-hidden="true" className="perforated-x h-1 w-24 [--hole:var(--color-edge)]" />
      <p className="max-w-[44ch]">{children}</p>
      {action}
    </div>
  );
}

/** Something could not be shown: the reason, and a way out. */
export function ErrorState({
  title,
  reason,
  action,
}: {
  title: string;
  reason: string;
  action?: React.ReactNode;
}) {
  return (
    <div
      role="alert"
      className="flex max-w-full min-w-0 flex-col items-start gap-3 rounded-lg border border-failed/40 bg-failed-wash px-4 py-3"
    >
      <div className="max-w-full">
        <p className="font-medium text-failed">{title}</p>
        <p className="mt-0.5 break-words text-ink-soft">{reason}</p>
      </div>
      {action}
    </div>
  );
}

/** The place of something that is on its way. Give it the size of what will stand there. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={cn("block animate-shimmer rounded-sm bg-hover", className)} />;
}
