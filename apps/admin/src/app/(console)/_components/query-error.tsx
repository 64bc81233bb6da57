"use client";

import { Button } from "@spool/ui/button";
import { ErrorState } from "@spool/ui/notice";
import { apiMessage } from "../../../data/api-message.ts";

interface QueryErrorProps {
  /** What could not be shown, as in "The jobs". */
  what: string;
  error: Error;
  onRetry: () => unknown;
}

export function QueryError({ what, error, onRetry }: QueryErrorProps) {
  return (
    <ErrorState
      title={`${what} could not be loaded`}
      reason={apiMessage(error)}
      action={<Button onClick={() => void onRetry()}>Try again</Button>}
    />
  );
}
