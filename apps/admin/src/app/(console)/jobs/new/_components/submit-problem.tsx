import { signInAgainPath } from "../../../../../lib/safe-return-path.ts";
import type { SubmitFailure } from "./use-new-job-form.ts";

interface SubmitProblemProps {
  failure: SubmitFailure;
  message: string | undefined;
  /** The job whose words the form began with. */
  fromJobId: string | null;
}

/** Why nothing came of submitting, and what to do. What was typed stays, here and in the draft. */
export function SubmitProblem({ failure, message, fromJobId }: SubmitProblemProps) {
  if (failure === null && message === undefined) return null;
  return (
    <div
      role="alert"
      className="rounded-md border border-failed/40 bg-failed-wash px-3 py-2 break-words text-failed"
    >
      {failure === "signed-out" ? (
        <>
          Your session has ended. What you typed is kept:{" "}
          <a
            href={signInAgainPath(fromJobId === null ? "/jobs/new" : `/jobs/new?from=${fromJobId}`)}
            className="font-medium underline underline-offset-4"
          >
            sign in again
          </a>{" "}
          and submit it.
        </>
      ) : (
        message
      )}
    </div>
  );
}
