import type { SceneContent } from "@spool/contracts/scene-content";
import type { ScenePlan, Stage } from "./scene-plan.ts";
import { planChart } from "./scenes/plan-chart.ts";
import { planCode } from "./scenes/plan-code.ts";
import { planComparison } from "./scenes/plan-comparison.ts";
import { planFormula } from "./scenes/plan-formula.ts";
import { planImage } from "./scenes/plan-image.ts";
import { planList } from "./scenes/plan-list.ts";
import { planQuestion } from "./scenes/plan-question.ts";
import { planQuote } from "./scenes/plan-quote.ts";
import { planStatement } from "./scenes/plan-statement.ts";
import { planTable } from "./scenes/plan-table.ts";
import { planTitle } from "./scenes/plan-title.ts";

/** Measures and lays out a scene of any kind. */
export function planScene(content: SceneContent, stage: Stage): ScenePlan {
  switch (content.kind) {
    case "title":
      return planTitle(content, stage);
    case "statement":
      return planStatement(content, stage);
    case "bullets":
      return planList(content, "dot", stage);
    case "steps":
      return planList(content, "number", stage);
    case "summary":
      return planList(content, "tick", stage);
    case "comparison":
      return planComparison(content, stage);
    case "formula":
      return planFormula(content, stage);
    case "chart":
      return planChart(content, stage);
    case "table":
      return planTable(content, stage);
    case "code":
      return planCode(content, stage);
    case "quote":
      return planQuote(content, stage);
    case "image":
      return planImage(content, stage);
    case "question":
      return planQuestion(content, stage);
  }
}
