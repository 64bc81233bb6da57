const FIRST_ID = "00000000-0000-0000-0000-000000000000";
const LAST_ID = "ffffffff-ffff-ffff-ffff-ffffffffffff";
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** As many characters as the console shows of an id. */
const MIN_CHARACTERS = 8;

/** The ids that begin with `text`, or null where it is not the beginning of one. */
export function idRange(text: string): { first: string; last: string } | null {
  const beginning = text.trim().toLowerCase();
  const first = beginning + FIRST_ID.slice(beginning.length);
  if (beginning.length < MIN_CHARACTERS || !UUID.test(first)) return null;
  return { first, last: beginning + LAST_ID.slice(beginning.length) };
}
