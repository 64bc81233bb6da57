import type { JobTypeName } from "@spool/contracts/job-catalogue";
import type { SceneContent } from "@spool/contracts/scene-content";
import { fixedWords } from "./fixed-words.ts";
import type { Look } from "./look.ts";
import { isExample } from "./rank-units.ts";
import { sceneOf, type ScriptScene } from "./script.ts";
import { STYLE_RULES, type VideoStyle } from "./style.ts";
import { type Unit, utteranceOf } from "./unit.ts";

/** What fits a scene in large type. */
const SCENE_MAX_CHARACTERS = 300;
const BULLET_MAX_CHARACTERS = 120;
const BULLETS_PER_SCENE = 4;
/** A longer heading is no kicker. */
const KICKER_MAX_CHARACTERS = 40;

interface ComposeOrder {
  jobType: JobTypeName;
  style: VideoStyle;
  look: Look;
}

/** Turns the chosen units, in their order, into scenes. Points have scenes of their own in the vertical types. */
export function composeContent(units: readonly Unit[], order: ComposeOrder): ScriptScene[] {
  const words = fixedWords(order.look.language);
  const pointNumbers = [
    ...new Set(units.filter(({ source }) => source === "points").map(({ point }) => point)),
  ];
  return groupsOf(units, order).map((group) => {
    const [first] = group;
    const isPoint = first.source === "points" && order.jobType !== "doubt";
    const place = { index: pointNumbers.indexOf(first.point) + 1, total: pointNumbers.length };
    const number = isPoint && place.total > 1 ? place : null;
    if (first.shape !== null) {
      const { content, utterances, rest, kicker } = first.shape;
      return sceneOf(words[kicker], content, { utterances, rest, number });
    }
    const utterances = group.map((unit, index) => utteranceOf(unit, index));
    const kicker = isPoint ? words.point : kickerOf(first, group, order);
    return sceneOf(kicker, sentencesContent(group), { utterances, number });
  });
}

function sentencesContent([first, ...rest]: Group): SceneContent {
  return rest.length === 0
    ? { kind: "statement", text: first.text }
    : { kind: "bullets", heading: null, items: [first.text, ...rest.map(({ text }) => text)] };
}

function kickerOf(first: Unit, group: Group, { jobType, look }: ComposeOrder): string {
  const words = fixedWords(look.language);
  if (group.every(isExample)) return words.example;
  if (first.heading !== null && first.heading.length <= KICKER_MAX_CHARACTERS) return first.heading;
  switch (first.source) {
    case "question":
      return words.questionInFull;
    case "text":
      return jobType === "doubt" ? words.answer : words.inShort;
    case "points":
      return words.keyPoints;
    case "context":
      return words.background;
  }
}

type Group = [Unit, ...Unit[]];

function groupsOf(units: readonly Unit[], order: ComposeOrder): Group[] {
  const groups: Group[] = [];
  for (const unit of units) {
    const group = groups.at(-1);
    if (group !== undefined && belongs(unit, group, order)) group.push(unit);
    else groups.push([unit]);
  }
  return groups;
}

function belongs(unit: Unit, group: Group, { jobType, style }: ComposeOrder): boolean {
  const [first] = group;
  if (unit.shape !== null || first.shape !== null) return false;
  if (unit.source !== first.source || unit.heading !== first.heading || isExample(unit) !== isExample(first))
    return false;
  const characters = group.reduce((sum, { text }) => sum + text.length, unit.text.length);
  if (characters > SCENE_MAX_CHARACTERS) return false;
  if (unit.source !== "points") return group.length < STYLE_RULES[style].sentencesPerScene;
  if (jobType !== "doubt")
    return unit.point === first.point && group.length < STYLE_RULES[style].sentencesPerScene;
  const areBullets = [...group, unit].every(({ text }) => text.length <= BULLET_MAX_CHARACTERS);
  return areBullets && group.length < BULLETS_PER_SCENE;
}
