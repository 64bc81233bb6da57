import { knownLanguage } from "../known-language.ts";

/** Round numbers for an axis that shows all values and zero. */
export interface ChartScale {
  min: number;
  max: number;
  ticks: number[];
}

/** Steps of 1, 2 or 5 times a power of ten; about `count` of them. */
export function chartScale(values: readonly number[], count = 4): ChartScale {
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const span = high - low || 1;
  const rough = span / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
  const [first, last] = [Math.floor(low / step), Math.ceil(high / step)];
  const ticks = Array.from({ length: last - first + 1 }, (_tick, index) => (first + index) * step);
  return {
    min: ticks[0] ?? 0,
    max: ticks.at(-1) === ticks[0] ? (ticks[0] ?? 0) + step : (ticks.at(-1) ?? 1),
    ticks,
  };
}

/** How a value is written: in the numerals and separators of the language, short where it is large, with a short unit. */
export function valueFormat(language: string, unit: string | null): (value: number) => string {
  const options: Intl.NumberFormatOptions = { maximumFractionDigits: 2, notation: "standard" };
  const format = (value: number) => {
    const isLarge = Math.abs(value) >= 1_000_000;
    return new Intl.NumberFormat(
      knownLanguage(language),
      isLarge ? { notation: "compact", maximumFractionDigits: 2 } : options,
    ).format(value);
  };
  if (unit === null || !isShortUnit(unit)) return format;
  return (value) => (/^[%°‰]/.test(unit) ? `${format(value)}${unit}` : `${format(value)} ${unit}`);
}

/** Short enough to stand behind every value. */
export const isShortUnit = (unit: string): boolean => unit.length <= 3;
