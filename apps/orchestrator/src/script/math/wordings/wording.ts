/** How a language reads formulas aloud. `{}` is what it is said of, `{of}` the second thing. */
export interface MathWording {
  operators: Readonly<Record<string, string>>;
  /** By numerator and denominator, such as "1/2". */
  fractions: Readonly<Record<string, string>>;
  over: string;
  /** For a numerator of several words. */
  allOver: string;
  squareRoot: string;
  cubeRoot: string;
  nthRoot: string;
  squared: string;
  cubed: string;
  toThePower: string;
  prime: string;
  degrees: string;
  sub: string;
  /** Signs that run from something to something else. */
  ranges: Readonly<Record<string, string>>;
  fromTo: string;
  overAll: string;
  limit: string;
}
