"use client";

import { Toaster } from "sonner";

export function ConsoleToaster() {
  return (
    <Toaster
      position="bottom-right"
      style={{ fontFamily: "inherit" }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-(--width) items-center gap-3 rounded-lg border border-edge bg-raised px-4 py-3 text-body shadow-lg shadow-shade",
          description: "text-xs text-ink-soft",
          actionButton: "ml-auto shrink-0 rounded-md border border-edge px-2.5 py-1 hover:bg-hover",
        },
      }}
    />
  );
}
