"use client";

import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent } from "react";

/** Back to the overview: by Escape or `w`, and when the browser gives up the whole screen, which it does on Escape too. */
export function useLeaveWall(): () => void {
  const router = useRouter();
  function leave(): void {
    if (document.fullscreenElement !== null) void document.exitFullscreen();
    router.push("/");
  }
  const handleKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape" || event.key === "w") leave();
  });
  const handleFullscreen = useEffectEvent(() => {
    if (document.fullscreenElement === null) router.push("/");
  });

  useEffect(() => {
    const listener = (event: KeyboardEvent) => handleKey(event);
    const fullscreenListener = () => handleFullscreen();
    addEventListener("keydown", listener);
    document.addEventListener("fullscreenchange", fullscreenListener);
    return () => {
      removeEventListener("keydown", listener);
      document.removeEventListener("fullscreenchange", fullscreenListener);
    };
  }, []);

  return leave;
}
