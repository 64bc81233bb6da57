import { cn } from "@spool/ui/class-names";
import Link from "next/link";

const PLACES = [
  { name: "one", label: "One job", href: "/jobs/new" },
  { name: "many", label: "Many from a file", href: "/jobs/new/batch" },
] as const;

/** The two ways to submit. Each is a page of its own, so that a form does not load what reads files. */
export function NewJobTabs({ here }: { here: (typeof PLACES)[number]["name"] }) {
  return (
    <nav aria-label="Ways to submit" className="flex gap-1">
      {PLACES.map(({ name, label, href }) => (
        <Link
          key={name}
          prefetch={false}
          href={href}
          aria-current={name === here ? "page" : undefined}
          className={cn(
            "flex h-8 items-center rounded-md px-3 text-ink-soft hover:bg-hover hover:text-ink",
            name === here && "bg-hover font-medium text-ink",
          )}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
