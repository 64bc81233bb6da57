import { sketchChart } from "./scenes/sketch-charts.ts";
import { sketchCode, sketchTable } from "./scenes/sketch-data.ts";
import { sketchFormula } from "./scenes/sketch-formula.ts";
import { sketchImage } from "./scenes/sketch-image.ts";
import { sketchComparison, sketchList } from "./scenes/sketch-lists.ts";
import { sketchQuestion } from "./scenes/sketch-question.ts";
import { sketchQuote, sketchStatement, sketchTitle } from "./scenes/sketch-texts.ts";
import type { Sketch } from "./sketch.ts";

/** Lays out a scene of any kind. */
export function sketchScene(sketch: Sketch): void {
  const { content } = sketch.scene;
  switch (content.kind) {
    case "title":
      return sketchTitle(sketch, content);
    case "statement":
      return sketchStatement(sketch, content);
    case "bullets":
    case "steps":
    case "summary":
      return sketchList(sketch, content);
    case "comparison":
      return sketchComparison(sketch, content);
    case "formula":
      return sketchFormula(sketch, content);
    case "chart":
      return sketchChart(sketch, content);
    case "table":
      return sketchTable(sketch, content);
    case "code":
      return sketchCode(sketch, content);
    case "quote":
      return sketchQuote(sketch, content);
    case "image":
      return sketchImage(sketch, content);
    case "question":
      return sketchQuestion(sketch, content);
  }
}
