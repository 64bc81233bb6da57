const ZERO_ID = "00000000-0000-0000-0000-000000000000";
const LAST_ID = "ffffffff-ffff-ffff-ffff-ffffffffffff";
/** As many characters as the console shows of an id. */
const MIN_CHARACTERS = 8;

/** The ids that begin with `text`, or null where it is not the beginning of one. */
export function idRange(text: string): { first: string; last: string } | null {
  const beginning = text.trim().toLowerCase();
  if (beginning.length < MIN_CHARACTERS || beginning.length > ZERO_ID.length) return null;
  const fits = [...beginning].every((character, index) =>
    ZERO_ID[index] === "-" ? character === "-" : /[0-9a-f]/.test(character),
  );
  if (!fits) return null;
  return {
    first: beginning + ZERO_ID.slice(beginning.length),
    last: beginning + LAST_ID.slice(beginning.length),
  };
}
