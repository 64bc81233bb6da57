/** What a language says for signs and units after a number. `{}` is the number. */
export interface Wording {
  /** From one number to another. */
  range: string;
  percent: string;
  units: Readonly<Record<string, string>>;
  currencies: Readonly<Record<string, string>>;
  plus: string;
  minus: string;
  equals: string;
  times: string;
}
