const LOOK_EVERY_MS = 1_000;

interface ConnectionEvents {
  /** Every second. */
  onLook: () => void;
  onOffline: () => void;
  onOnline: () => void;
}

/** Tells of what the browser knows of its connection, until the returned function is called. */
export function watchConnection({ onLook, onOffline, onOnline }: ConnectionEvents): () => void {
  const watch = setInterval(onLook, LOOK_EVERY_MS);
  addEventListener("offline", onOffline);
  addEventListener("online", onOnline);
  return () => {
    clearInterval(watch);
    removeEventListener("offline", onOffline);
    removeEventListener("online", onOnline);
  };
}
