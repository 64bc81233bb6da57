import { clsx, type ClassValue } from "clsx";
import { createTailwindMerge } from "tailwind-merge";

const any = () => true;
const isNumber = (value: string) => /^\d+$/.test(value);
const isNumberOrPixels = (value: string) => isNumber(value) || /^\[\d+px\]$/.test(value);
/** Not `t-0` or `x`: those are about one side, and stand beside what is said of all. */
const isForAllSides = (value: string) => !/^(?:[trblxyse]|tl|tr|bl|br)(?:-|$)/.test(value);
const TEXT_SIZES = ["2xs", "xs", "body", "md", "title", "figure"];
const SPACING_SIDES = ["", "x", "y", "t", "r", "b", "l", "s", "e"];
const sides = (name: string) =>
  Object.fromEntries(SPACING_SIDES.map((side) => [`${name}${side}`, [{ [`${name}${side}`]: [any] }]]));
/** What says the same of all sides takes the place of what said it of one. */
const sidesInConflict = (name: string) => ({
  [name]: SPACING_SIDES.slice(1).map((side) => `${name}${side}`),
  [`${name}x`]: [`${name}l`, `${name}r`, `${name}s`, `${name}e`],
  [`${name}y`]: [`${name}t`, `${name}b`],
});
const named = (...names: string[]) => Object.fromEntries(names.map((name) => [name, [{ [name]: [any] }]]));

/**
 * The properties that components of ours leave to their users to set otherwise. The table that tailwind-merge brings
 * knows every property there is, and is a twentieth of what a page may load.
 */
const merge = createTailwindMerge(() => ({
  cacheSize: 500,
  theme: {},
  classGroups: {
    ...sides("p"),
    ...sides("m"),
    ...named("size", "w", "h", "min-w", "min-h", "max-w", "max-h", "gap", "gap-x", "gap-y", "opacity", "z"),
    ...named(
      "top",
      "right",
      "bottom",
      "left",
      "inset",
      "inset-x",
      "inset-y",
      "translate",
      "translate-x",
      "translate-y",
    ),
    ...named("bg", "leading", "tracking", "justify", "items", "self", "cursor", "animate"),
    ...named(
      "grid-cols",
      "col-span",
      "row-span",
      "aspect",
      "overflow",
      "overflow-x",
      "overflow-y",
      "transition",
      "duration",
    ),
    display: [
      "block",
      "inline-block",
      "inline",
      "flex",
      "inline-flex",
      "grid",
      "inline-grid",
      "contents",
      "hidden",
    ],
    position: ["static", "fixed", "absolute", "relative", "sticky"],
    flexDirection: [{ flex: ["row", "col", "row-reverse", "col-reverse"] }],
    flexWrap: [{ flex: ["wrap", "nowrap"] }],
    flex: [{ flex: [isNumber, "auto", "none", "initial"] }],
    shrink: ["shrink", { shrink: [isNumber] }],
    fontSize: [{ text: TEXT_SIZES }],
    textAlign: [{ text: ["left", "right", "center", "start", "end"] }],
    textWrap: [{ text: ["wrap", "nowrap", "balance", "pretty"] }],
    textColour: [{ text: [any] }],
    fontFamily: [{ font: ["sans", "mono"] }],
    fontWeight: [{ font: [any] }],
    whitespace: [{ whitespace: [any] }],
    borderWidth: ["border", { border: [isNumberOrPixels] }],
    borderStyle: [{ border: ["solid", "dashed", "dotted", "none"] }],
    borderColour: [{ border: [isForAllSides] }],
    rounded: ["rounded", { rounded: [isForAllSides] }],
  },
  conflictingClassGroups: {
    ...sidesInConflict("p"),
    ...sidesInConflict("m"),
    size: ["w", "h"],
    gap: ["gap-x", "gap-y"],
    overflow: ["overflow-x", "overflow-y"],
    inset: ["inset-x", "inset-y", "top", "right", "bottom", "left"],
    "inset-x": ["left", "right"],
    "inset-y": ["top", "bottom"],
  },
  conflictingClassGroupModifiers: {},
  orderSensitiveModifiers: [],
}));

/** Joins class names; of two that set the same property the later one wins. */
export const cn = (...classes: ClassValue[]): string => merge(clsx(classes));
