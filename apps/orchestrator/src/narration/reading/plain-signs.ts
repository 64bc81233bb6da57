/** Addresses that nobody reads out, and typographers' signs, as what is meant by them. */
const PLAIN: readonly (readonly [RegExp, string])[] = [
  [/\b(?:https?:\/\/|www\.)\S+/gi, "the link"],
  [/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, "the address"],
  [/½/g, " 1/2"],
  [/¼/g, " 1/4"],
  [/¾/g, " 3/4"],
  [/[‘’]/g, "'"],
  [/[“”]/g, '"'],
  [/…/g, ". "],
  [/(?<=\s)[–—](?=\s)|—/g, ", "],
  [/[\u00a0\u2009\u202f]/g, " "],
];

export const plainSigns = (text: string): string =>
  PLAIN.reduce((read, [pattern, plain]) => read.replace(pattern, plain), text)
    // H₂O is read like H2O.
    .replace(/[₀-₉]/g, (sign) => String(sign.charCodeAt(0) - "₀".charCodeAt(0)));
