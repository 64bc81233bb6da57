import { useEffect, useRef } from "react";
import { toast } from "sonner";

/**
 * Takes a toast away when what it offers to undo is over, whoever ended it. `isStill` may become true only after the
 * toast was shown, as news of it comes by another way.
 */
export function useToastWhile(toastId: string, isStill: boolean): void {
  const wasStill = useRef(isStill);
  useEffect(() => {
    if (wasStill.current && !isStill) toast.dismiss(toastId);
    wasStill.current = isStill;
  }, [toastId, isStill]);
}
