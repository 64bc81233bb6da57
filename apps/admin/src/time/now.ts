// Below this the difference is the time the page took to arrive, not a clock that is wrong.
const TRUSTED_DRIFT_MS = 5_000;

let correctionMs = 0;

/** Sets the page's clock by the server's, in milliseconds since 1970, where the reader's own is wrong. */
export function setClock(serverMs: number): void {
  const driftMs = serverMs - Date.now();
  correctionMs = Math.abs(driftMs) > TRUSTED_DRIFT_MS ? driftMs : 0;
}

/** The time now, in milliseconds since 1970, by the server's clock: what is asked of the database and told to people. */
export const correctedNowMs = (): number => Date.now() + correctionMs;
