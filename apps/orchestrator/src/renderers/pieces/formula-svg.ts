import { readFormula } from "../canvas/math/formula-glyphs.ts";
import { type SvgNode, typeset } from "../canvas/math/typeset.ts";

interface FormulaPicture {
  /** A whole SVG file in one colour. */
  svg: string;
  /** Its size where the type is one pixel large. */
  width: number;
  height: number;
}

/** A formula as a picture that whoever reads SVG can show, no LaTeX needed; null where its LaTeX is none. */
export function formulaSvg(tex: string, colour: string): FormulaPicture | null {
  const { formula } = readFormula(tex);
  if (formula === null) return null;
  const svg = typeset(tex);
  const attributes = {
    ...svg.attributes,
    xmlns: "http://www.w3.org/2000/svg",
    width: formula.width,
    height: formula.height,
    style: undefined,
  };
  return {
    svg: markup({ ...svg, attributes }, colour),
    width: formula.width / 1000,
    height: formula.height / 1000,
  };
}

function markup({ kind, attributes, children }: SvgNode, colour: string): string {
  const given = Object.entries(attributes).flatMap(([name, value]) =>
    value === undefined ? [] : [` ${name}="${escaped(value === "currentColor" ? colour : String(value))}"`],
  );
  const inside = children.map((child) =>
    "children" in child ? markup(child, colour) : escaped(child.value),
  );
  return `<${kind}${given.join("")}>${inside.join("")}</${kind}>`;
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);
