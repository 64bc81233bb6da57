import type { AbstractMmlTokenNode, MmlNode } from "mathjax-full/js/core/MmlTree/MmlNode.js";

/** A part of a formula, with only what reading it needs. */
export interface MathNode {
  /** As MathML names it: `mfrac`, `msup`, `mi` … */
  kind: string;
  /** What a token says; empty for the others. */
  text: string;
  children: readonly MathNode[];
}

const isToken = (node: MmlNode): node is AbstractMmlTokenNode => node.isToken;

/** Boxes that only group (`mrow`, `TeXAtom`, `mstyle` …) with one thing in them are that thing; what is only there for its width goes. */
export function toMathNode(node: MmlNode): MathNode {
  if (isToken(node)) return { kind: node.kind, text: node.getText(), children: [] };
  if (node.kind === "mphantom") return EMPTY;
  const children = node.childNodes.map((child) => toMathNode(child as MmlNode)); // MathML has no other nodes inside
  if (!GROUPS.has(node.kind)) return { kind: node.kind, text: "", children };
  const filled = children.filter((child) => child !== EMPTY);
  const [only] = filled;
  if (only === undefined) return EMPTY;
  return filled.length === 1 ? only : { kind: "mrow", text: "", children: filled };
}

const EMPTY: MathNode = { kind: "mrow", text: "", children: [] };

const GROUPS = new Set(["math", "mrow", "inferredMrow", "TeXAtom", "mstyle", "mpadded"]);
