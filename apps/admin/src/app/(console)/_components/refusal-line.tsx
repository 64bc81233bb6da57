import { refusalOf } from "../../../data/refusal.ts";

/** Why something was refused, in the words of whoever refused; nothing while nothing was. */
export function RefusalLine({ error }: { error: Error | null }) {
  if (error === null) return null;
  return (
    <p role="alert" className="break-words text-failed">
      {refusalOf(error).message}
    </p>
  );
}
