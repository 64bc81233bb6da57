"use client";

import { Button } from "@spool/ui/button";
import { ErrorState } from "@spool/ui/notice";

/** A page that broke while it was drawn. The rest of the console goes on. */
export default function PageError({ error, reset }: { error: Error; reset: () => void }) {
  return (
    <main className="p-4 sm:p-6">
      <ErrorState
        title="This page could not be shown"
        reason={error.message}
        action={<Button onClick={reset}>Try again</Button>}
      />
    </main>
  );
}
