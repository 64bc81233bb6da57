"use client";

import { IconButton } from "@spool/ui/button";
import { Maximize } from "lucide-react";
import { useRouter } from "next/navigation";

/** To the wall, with the whole screen where the browser gives it: it does so for a click or a key only. */
export function useEnterWall(): () => void {
  const router = useRouter();
  return () => {
    // Refused in a frame or by a policy: the wall is then as large as the window.
    document.documentElement.requestFullscreen().catch(() => undefined);
    router.push("/wall");
  };
}

export function WallLink() {
  return (
    <IconButton label="Wall mode" aria-keyshortcuts="w" onClick={useEnterWall()}>
      <Maximize aria-hidden="true" className="size-4" strokeWidth={1.75} />
    </IconButton>
  );
}
