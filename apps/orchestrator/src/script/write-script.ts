import type { JobTypeName } from "@spool/contracts/job-catalogue";
import type { Picture } from "@spool/contracts/picture-source";
import type { SceneContent } from "@spool/contracts/scene-content";
import type { VideoScript } from "@spool/contracts/video-script";
import { composeContent } from "./compose-scenes.ts";
import { durationRange, type SecondsOf } from "./pacing.ts";
import { isExample, rankUnits } from "./rank-units.ts";
import { fitScenes } from "./fit-scenes.ts";
import { type FittedScenes, lengthened, shortened } from "./fit-to-length.ts";
import { fixedWords } from "./fixed-words.ts";
import type { Look } from "./look.ts";
import type { Material } from "./read-material.ts";
import { sceneOf, type Script, type ScriptScene } from "./script.ts";
import { scriptOfAuthor } from "./script-of-author.ts";
import { spreadPictures } from "./spread-pictures.ts";
import { STYLE_RULES, type VideoStyle } from "./style.ts";
import { type Unit, utteranceOf } from "./unit.ts";

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

/** A single line is no summary. */
const RECAP_MIN_SENTENCES = 2;
const RECAP_MAX_SENTENCES = 5;

/**
 * Writes the script of a video from what the payload carries, and from nothing else.
 *
 * Long material is shortened by choosing whole sentences; short material is filled with the subject restated, time to
 * think and a recap. With a `secondsOf` that tells the truth, the length lies within the script's `durationRange`.
 */
export function writeScript(material: Material, order: ScriptOrder, secondsOf: SecondsOf): Script {
  if (material.script !== null) return writtenElsewhere(material.script, material, order, secondsOf);
  const ranks = rankUnits(material, order.style);
  const scenesOf = (plan: Plan) => fitScenes(compose(material, ranks, order, plan), material.look.aspect);
  const rangeOf = (plan: Plan) => durationRange({ scenes: scenesOf(plan) }, secondsOf);

  let plan = chooseUnits(ranks, order, RECAP_MIN_SENTENCES, rangeOf);
  if (plan.chosen.size < material.units.length) {
    // What is new comes before what is said again, where all of it finds room.
    const withoutRecap = chooseUnits(ranks, order, 0, rangeOf);
    if (withoutRecap.chosen.size === material.units.length) plan = withoutRecap;
  }
  const fillings = plan.chosen.size === material.units.length ? fillingsFor(material, order) : [];
  for (const filling of [
    ...fillings,
    ...TIMER_STEPS_SECONDS.map((timerMaxSeconds) => ({ timerMaxSeconds })),
  ]) {
    if (rangeOf(plan).max >= order.lengthSeconds) break;
    plan = { ...plan, ...filling };
  }
  // A table of a thousand rows may be all there is.
  const fitted = shortened(scenesOf(plan), order.lengthSeconds, secondsOf);
  return {
    jobType: order.jobType,
    title: material.subject,
    look: material.look,
    writtenBy: "writer",
    scenes: fitted.scenes,
    notices: [...material.notices, ...noticesOf(material, order, plan), ...noticesOfCuts(fitted, order)],
  };
}

/** An author's script as it is; a model's script brought to the length that was asked for. */
function writtenElsewhere(
  given: VideoScript,
  { look, notices, isScriptOfModel, pictures }: Material,
  order: ScriptOrder,
  secondsOf: SecondsOf,
): Script {
  const where = isScriptOfModel ? "script" : "input.script";
  const authored = scriptOfAuthor(given, { jobType: order.jobType, look, notices, where });
  const script = isScriptOfModel
    ? { ...authored, scenes: withinScript(authored.scenes, pictures, look) }
    : authored;
  const scenes = fitScenes(script.scenes, look.aspect);
  const added = scenes.length - script.scenes.length;
  const told =
    added === 0 ? [] : [`Scenes with more than can be read at once go on in others: ${added} were added.`];
  if (!isScriptOfModel) return { ...script, scenes, notices: [...notices, ...told] };
  const { lengthSeconds } = order;
  const fitted = shortened(scenes, lengthSeconds, secondsOf);
  const longer = lengthened(fitted.scenes, lengthSeconds, secondsOf, look);
  return {
    ...script,
    writtenBy: "model",
    scenes: longer,
    notices: [
      ...notices,
      ...told,
      ...noticesOfCuts(fitted, order),
      ...(longer === fitted.scenes
        ? []
        : [`The script is short for ${lengthSeconds} seconds: time to look and to think fills the rest.`]),
    ],
  };
}

/** The first scene begins the video, and the last one ends it. */
function withinScript(
  scenes: readonly ScriptScene[],
  pictures: readonly Picture[],
  look: Look,
): readonly ScriptScene[] {
  const end = scenes.length > 2 ? -1 : scenes.length;
  return [
    ...scenes.slice(0, 1),
    ...spreadPictures(scenes.slice(1, end), pictures, look),
    ...scenes.slice(end),
  ];
}

function noticesOfCuts(
  { sentencesLeftOut, scenesLeftOut }: FittedScenes,
  { lengthSeconds }: ScriptOrder,
): string[] {
  const told = (count: number, what: string) => {
    const were = count === 1 ? `${what} was` : `${what}s were`;
    return count === 0 ? [] : [`${count} ${were} left out to fit ${lengthSeconds} seconds.`];
  };
  return [...told(sentencesLeftOut, "sentence"), ...told(scenesLeftOut, "scene")];
}

/** Takes units by rank as long as the video stays unhurried; the best one when there is no room for any. */
function chooseUnits(
  ranks: readonly number[],
  order: ScriptOrder,
  recapSentences: number,
  rangeOf: (plan: Plan) => { easy: number },
): Plan {
  let plan: Plan = {
    chosen: new Set(),
    recapSentences,
    hasTimerBefore: order.jobType === "doubt",
    hasRecall: false,
    hasRestatement: false,
    stepCount: 0,
    timerMaxSeconds: 8,
  };
  const byRank = [...ranks.keys()].sort((a, b) => (ranks[b] ?? 0) - (ranks[a] ?? 0));
  for (const unit of byRank) {
    const longer = { ...plan, chosen: new Set([...plan.chosen, unit]) };
    if (rangeOf(longer).easy <= order.lengthSeconds) plan = longer;
    else if (rangeOf(plan).easy > order.lengthSeconds * 0.97) break;
  }
  const [best] = byRank;
  return plan.chosen.size > 0 || best === undefined ? plan : { ...plan, chosen: new Set([best]) };
}

const TIMER_STEPS_SECONDS = [12, 20, 30, 45, 60];

/** What is added to short material, one after the other, until the length can be met. */
function fillingsFor({ units, look }: Material, { style }: ScriptOrder): Partial<Plan>[] {
  const steps = fixedWords(look.language).prompts.map((_prompt, index) => ({ stepCount: index + 1 }));
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
  const { units, subject, look } = material;
  const words = fixedWords(look.language);
  const chosen = units.filter((_unit, index) => plan.chosen.has(index));
  const timer = (minSeconds: number) => ({
    timer: { minSeconds, maxSeconds: Math.max(minSeconds, plan.timerMaxSeconds) },
  });

  const scenes: ScriptScene[] = openingScenes(material, order, timer(4).timer);
  if (plan.hasTimerBefore && chosen.length > 0 && material.choice === null) {
    scenes.push(sceneOf(words.thinkFirst, statement(words[BEFORE[order.jobType]]), timer(3)));
  }
  for (const [index, prompt] of words.prompts.slice(0, plan.stepCount).entries()) {
    const number = { index: index + 1, total: plan.stepCount };
    scenes.push(
      sceneOf(words.step, statement(prompt), { ...timer(5), number: number.total > 1 ? number : null }),
    );
  }
  // The right one of the options first, and then why: what is told would give it away.
  const told = [...answerScenes(material), ...composeContent(chosen, { ...order, look })];
  scenes.push(...spreadPictures(told, material.pictures, look));
  if (plan.hasRecall) scenes.push(sceneOf(words.yourTurn, statement(words.recall), timer(4)));
  if (plan.hasRestatement && material.isSubjectGiven) {
    scenes.push(titleScene(order.jobType === "doubt" ? words.questionAgain : words.onceMore, subject));
  }
  const recap = recapUnits(units, ranks, plan);
  // A summary of all there was would be the same scene twice.
  if (chosen.length > 1 && recap.length >= RECAP_MIN_SENTENCES) {
    const items = recap.map(({ text }) => text);
    const utterances = recap.map((unit, index) => utteranceOf(unit, index));
    scenes.push(sceneOf(words.summary, { kind: "summary", heading: null, items }, { utterances }));
  }
  return scenes;
}

/** The title, or the question with what there is to choose from and time to do so. */
function openingScenes(
  { subject, isSubjectGiven, choice, look }: Material,
  { jobType }: ScriptOrder,
  timer: ScriptScene["timer"],
): ScriptScene[] {
  const words = fixedWords(look.language);
  const kicker = { doubt: words.question, topic_short: words.topic, daily_ca: words.currentAffairs }[jobType];
  if (choice !== null) {
    const options = [...choice.options];
    return [sceneOf(kicker, { kind: "question", question: subject, options, answer: null }, { timer })];
  }
  const title = titleScene(kicker, subject);
  return isSubjectGiven ? [title] : [{ ...title, utterances: [{ text: words.opening, revealsUpTo: 0 }] }];
}

/** The right one of the options. */
function answerScenes({ subject, choice, look }: Material): ScriptScene[] {
  if (choice === null || choice.answer === null) return [];
  const options = [...choice.options];
  const text = options[choice.answer] ?? "";
  const content: SceneContent = { kind: "question", question: subject, options, answer: choice.answer };
  const utterances = [
    { text: fixedWords(look.language).answer, revealsUpTo: options.length },
    { text, revealsUpTo: options.length + 1 },
  ];
  return [sceneOf(fixedWords(look.language).answer, content, { utterances })];
}

const statement = (text: string): SceneContent => ({ kind: "statement", text });
const titleScene = (kicker: string, title: string) =>
  sceneOf(kicker, { kind: "title", title, subtitle: null });

const BEFORE = { doubt: "beforeAnswer", topic_short: "beforeTopic", daily_ca: "beforePoints" } as const;

/** A sentence, with or without a formula in it. A formula that is not said has no words of its own. */
const isOneLine = (unit: Unit | undefined): boolean =>
  unit !== undefined &&
  unit.text !== "" &&
  (unit.shape === null || (unit.shape.content.kind === "formula" && unit.shape.content.steps.length === 1));

/** The best of the chosen sentences, in their order. Tables and lists are not said twice. */
function recapUnits(units: readonly Unit[], ranks: readonly number[], plan: Plan): Unit[] {
  const best = [...plan.chosen]
    .filter((index) => isOneLine(units[index]))
    .sort((a, b) => (ranks[b] ?? 0) - (ranks[a] ?? 0))
    .slice(0, plan.recapSentences);
  return best.sort((a, b) => a - b).flatMap((index) => units[index] ?? []);
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
