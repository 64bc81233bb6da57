import type { SubmitFailure } from "./use-new-job-form.ts";

/** Why nothing came of submitting, and what to do. What was typed stays, here and in the draft. */
export function SubmitProblem({ failure, message }: { failure: SubmitFailure; message: string | undefined }) {
  if (failure === null && message === undefined) return null;
  return (
    <div
      role="alert"
      className="rounded-md border border-failed/40 bg-failed-wash px-3 py-2 break-words text-failed"
    >
      {failure === "signed-out" ? (
        <>
          Your session has ended. What you typed is kept:{" "}
          <a href="/sign-in?next=%2Fjobs%2Fnew" className="font-medium underline underline-offset-4">
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
