import type { JobTypeName } from "@spool/contracts/job-catalogue";
import type { SceneContent } from "@spool/contracts/scene-content";
import { composeContent } from "./compose-scenes.ts";
import { durationRange, type SecondsOf } from "./pacing.ts";
import { isExample, rankUnits } from "./rank-units.ts";
import type { Material, Unit } from "./read-material.ts";
import { sceneOf, type Script, type ScriptScene } from "./script.ts";
import { STYLE_RULES, type VideoStyle } from "./style.ts";
import { POINTS_PROMPTS, QUESTION_PROMPTS, TOPIC_PROMPTS, type ThinkingPrompts } from "./thinking-prompts.ts";

export interface ScriptOrder {
  jobType: JobTypeName;
  style: VideoStyle;
  /** Length of the finished video, in seconds. */
  lengthSeconds: number;
}

/** What can be varied to meet the length. */
interface Plan {
  chosen: ReadonlySet<number>;
  recapSentences: number;
  hasTimerBefore: boolean;
  hasRecall: boolean;
  hasRestatement: boolean;
  stepCount: number;
  timerMaxSeconds: number;
}

const RECAP_MAX_SENTENCES = 5;

/**
 * Writes the script of a video from what the payload carries, and from nothing else.
 *
 * Long material is shortened by choosing whole sentences; short material is filled with the subject restated, time to
 * think and a recap. With a `secondsOf` that tells the truth, the length lies within the script's `durationRange`.
 */
export function writeScript(material: Material, order: ScriptOrder, secondsOf: SecondsOf): Script {
  const ranks = rankUnits(material, order.style);
  const scenesOf = (plan: Plan) => compose(material, ranks, order, plan);
  const rangeOf = (plan: Plan) => durationRange({ scenes: scenesOf(plan) }, secondsOf);

  let plan = chooseUnits(ranks, order, rangeOf);
  const fillings = plan.chosen.size === material.units.length ? fillingsFor(material, order) : [];
  for (const filling of [
    ...fillings,
    ...TIMER_STEPS_SECONDS.map((timerMaxSeconds) => ({ timerMaxSeconds })),
  ]) {
    if (rangeOf(plan).max >= order.lengthSeconds) break;
    plan = { ...plan, ...filling };
  }
  return {
    jobType: order.jobType,
    title: material.subject,
    look: material.look,
    scenes: scenesOf(plan),
    notices: [...material.notices, ...noticesOf(material, order, plan)],
  };
}

/** Takes units by rank as long as the video stays unhurried. The best one is always taken. */
function chooseUnits(
  ranks: readonly number[],
  order: ScriptOrder,
  rangeOf: (plan: Plan) => { easy: number },
): Plan {
  let plan: Plan = {
    chosen: new Set(),
    recapSentences: 1,
    hasTimerBefore: order.jobType === "doubt",
    hasRecall: false,
    hasRestatement: false,
    stepCount: 0,
    timerMaxSeconds: 8,
  };
  const byRank = [...ranks.keys()].sort((a, b) => (ranks[b] ?? 0) - (ranks[a] ?? 0));
  for (const unit of byRank) {
    const longer = { ...plan, chosen: new Set([...plan.chosen, unit]) };
    if (plan.chosen.size === 0 || rangeOf(longer).easy <= order.lengthSeconds) plan = longer;
    else if (rangeOf(plan).easy > order.lengthSeconds * 0.97) break;
  }
  return plan;
}

const TIMER_STEPS_SECONDS = [12, 20, 30, 45, 60];

/** What is added to short material, one after the other, until the length can be met. */
function fillingsFor({ units }: Material, { style }: ScriptOrder): Partial<Plan>[] {
  const steps = QUESTION_PROMPTS.steps.map((_step, index) => ({ stepCount: index + 1 }));
  if (units.length === 0)
    return [{ hasRestatement: true }, ...steps.flatMap((step) => [step, { timerMaxSeconds: 15 }])];
  return [
    { recapSentences: STYLE_RULES[style].recapSentences },
    { timerMaxSeconds: 10 },
    { hasTimerBefore: true },
    { recapSentences: RECAP_MAX_SENTENCES },
    { hasRecall: true },
    { timerMaxSeconds: 12 },
    { hasRestatement: true },
    { timerMaxSeconds: 15 },
    ...steps,
  ];
}

function compose(
  material: Material,
  ranks: readonly number[],
  order: ScriptOrder,
  plan: Plan,
): ScriptScene[] {
  const { units, subject } = material;
  const prompts = PROMPTS[order.jobType];
  const chosen = units.filter((_unit, index) => plan.chosen.has(index));
  const timer = (minSeconds: number) => ({
    timer: { minSeconds, maxSeconds: Math.max(minSeconds, plan.timerMaxSeconds) },
  });
  const title = material.isSubjectGiven
    ? titleScene(titleKicker(order.jobType), subject)
    : {
        ...titleScene(titleKicker(order.jobType), subject),
        utterances: [{ text: UNNAMED_OPENING, revealsUpTo: 0 }],
      };

  const scenes: ScriptScene[] = [title];
  if (plan.hasTimerBefore && chosen.length > 0) {
    scenes.push(sceneOf("Think first", statement(prompts.before), timer(3)));
  }
  for (const [index, step] of prompts.steps.slice(0, plan.stepCount).entries()) {
    const number = { index: index + 1, total: plan.stepCount };
    scenes.push(sceneOf("Step", statement(step), { ...timer(5), number: number.total > 1 ? number : null }));
  }
  scenes.push(...composeContent(chosen, order.jobType, order.style));
  if (plan.hasRecall) scenes.push(sceneOf("Your turn", statement(prompts.recall), timer(4)));
  if (plan.hasRestatement && material.isSubjectGiven) {
    scenes.push(titleScene(order.jobType === "doubt" ? "The question again" : "Once more", subject));
  }
  // A recap of all there was would be the same scene twice.
  if (chosen.length > 1) {
    const items = recapLines(units, ranks, plan);
    scenes.push(sceneOf("Recap", { kind: "summary", heading: null, items }));
  }
  return scenes;
}

const statement = (text: string): SceneContent => ({ kind: "statement", text });
const titleScene = (kicker: string, title: string) =>
  sceneOf(kicker, { kind: "title", title, subtitle: null });

const PROMPTS: Record<JobTypeName, ThinkingPrompts> = {
  doubt: QUESTION_PROMPTS,
  topic_short: TOPIC_PROMPTS,
  daily_ca: POINTS_PROMPTS,
};

const UNNAMED_OPENING = "Here is what you should know.";

function titleKicker(jobType: JobTypeName): string {
  return { doubt: "Question", topic_short: "Topic", daily_ca: "Current affairs" }[jobType];
}

/** The best of the chosen sentences, in their order. */
function recapLines(units: readonly Unit[], ranks: readonly number[], plan: Plan): string[] {
  const best = [...plan.chosen]
    .sort((a, b) => (ranks[b] ?? 0) - (ranks[a] ?? 0))
    .slice(0, plan.recapSentences);
  return best.sort((a, b) => a - b).map((index) => units[index]?.text ?? "");
}

function noticesOf({ units }: Material, order: ScriptOrder, plan: Plan): string[] {
  const notices: string[] = [];
  const leftOut = units.length - plan.chosen.size;
  if (leftOut > 0) {
    const were = leftOut === 1 ? "was" : "were";
    notices.push(
      `${leftOut} of ${units.length} sentences ${were} left out to fit ${order.lengthSeconds} seconds.`,
    );
  }
  if (units.length === 0) {
    notices.push(
      "The payload has no text, context or points: the video asks and gives time to think, but does not answer.",
    );
  } else if (plan.hasRecall || plan.stepCount > 0) {
    notices.push(
      `The material is short for ${order.lengthSeconds} seconds: time to think and a recap fill the rest.`,
    );
  }
  if (order.style === "example-rich" && units.length > 0 && !units.some(isExample)) {
    notices.push("The material has no examples, and none were made up.");
  }
  return notices;
}
