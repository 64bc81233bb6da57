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
      sketchTitle(sketch, content);
      return;
    case "statement":
      sketchStatement(sketch, content);
      return;
    case "bullets":
    case "steps":
    case "summary":
      sketchList(sketch, content);
      return;
    case "comparison":
      sketchComparison(sketch, content);
      return;
    case "formula":
      sketchFormula(sketch, content);
      return;
    case "chart":
      sketchChart(sketch, content);
      return;
    case "table":
      sketchTable(sketch, content);
      return;
    case "code":
      sketchCode(sketch, content);
      return;
    case "quote":
      sketchQuote(sketch, content);
      return;
    case "image":
      sketchImage(sketch, content);
      return;
    case "question":
      sketchQuestion(sketch, content);
      return;
  }
}
