import type { JobTypeName } from "@spool/contracts/job-catalogue";
import type { SceneContent } from "@spool/contracts/scene-content";
import { isExample } from "./rank-units.ts";
import type { Unit } from "./read-material.ts";
import { sceneOf, type ScriptScene } from "./script.ts";
import { STYLE_RULES, type VideoStyle } from "./style.ts";

/** What fits a scene in large type. */
const SCENE_MAX_CHARACTERS = 300;
const BULLET_MAX_CHARACTERS = 120;
const BULLETS_PER_SCENE = 4;

const KICKERS: Record<Unit["source"], string> = {
  question: "The question in full",
  text: "Answer",
  points: "Key points",
  context: "Background",
};

/** Turns the chosen units, in their order, into scenes. Points have scenes of their own in the vertical types. */
export function composeContent(
  units: readonly Unit[],
  jobType: JobTypeName,
  style: VideoStyle,
): ScriptScene[] {
  const pointNumbers = [
    ...new Set(units.filter(({ source }) => source === "points").map(({ point }) => point)),
  ];
  return groupsOf(units, jobType, style).map((group) => {
    const [first] = group;
    const items = group.map(({ text }) => text);
    if (first.source === "points" && jobType !== "doubt") {
      const number = { index: pointNumbers.indexOf(first.point) + 1, total: pointNumbers.length };
      return sceneOf("Point", sentencesContent(items), { number: number.total > 1 ? number : null });
    }
    return sceneOf(kickerOf(first, group, jobType), sentencesContent(items));
  });
}

function sentencesContent([first = "", ...rest]: readonly string[]): SceneContent {
  return rest.length === 0
    ? { kind: "statement", text: first }
    : { kind: "bullets", heading: null, items: [first, ...rest] };
}

function kickerOf(first: Unit, group: readonly Unit[], jobType: JobTypeName): string {
  if (group.every(isExample)) return "Example";
  if (first.source === "text" && jobType !== "doubt") return "In short";
  return KICKERS[first.source];
}

type Group = [Unit, ...Unit[]];

function groupsOf(units: readonly Unit[], jobType: JobTypeName, style: VideoStyle): Group[] {
  const groups: Group[] = [];
  for (const unit of units) {
    const group = groups.at(-1);
    if (group !== undefined && belongs(unit, group, jobType, style)) group.push(unit);
    else groups.push([unit]);
  }
  return groups;
}

function belongs(unit: Unit, group: Group, jobType: JobTypeName, style: VideoStyle): boolean {
  const [first] = group;
  if (unit.source !== first.source || isExample(unit) !== isExample(first)) return false;
  const characters = group.reduce((sum, { text }) => sum + text.length, unit.text.length);
  if (characters > SCENE_MAX_CHARACTERS) return false;
  if (unit.source !== "points") return group.length < STYLE_RULES[style].sentencesPerScene;
  if (jobType !== "doubt")
    return unit.point === first.point && group.length < STYLE_RULES[style].sentencesPerScene;
  const areBullets = [...group, unit].every(({ text }) => text.length <= BULLET_MAX_CHARACTERS);
  return areBullets && group.length < BULLETS_PER_SCENE;
}
