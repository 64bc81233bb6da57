import { Skeleton } from "@spool/ui/notice";

/** The shape of every page, while the server asks the database. */
export default function Loading() {
  return (
    <div aria-busy="true" aria-label="Loading">
      <div className="flex h-14 items-center border-b px-4 sm:px-6">
        <Skeleton className="h-6 w-32" />
      </div>
      <div className="flex flex-col gap-4 p-4 sm:p-6">
        <Skeleton className="h-14 w-full" />
        <Skeleton className="h-72 w-full" />
        <Skeleton className="h-40 w-full" />
      </div>
    </div>
  );
}
