import { useEffect } from "react";

const RING = "ring-turn";

/**
 * Lets the rings of all running jobs step at the same moment: what they draw is one frame for all of them, and a list of
 * forty is calmer to look at.
 */
export function useRingsTogether(): void {
  useEffect(() => {
    for (const animation of document.getAnimations()) alignRing(animation);
    const align = ({ animationName, target }: AnimationEvent) => {
      if (animationName === RING && target instanceof Element) target.getAnimations().forEach(alignRing);
    };
    document.addEventListener("animationstart", align);
    return () => document.removeEventListener("animationstart", align);
  }, []);
}

function alignRing(animation: Animation): void {
  if (animation instanceof CSSAnimation && animation.animationName === RING) animation.startTime = 0;
}
