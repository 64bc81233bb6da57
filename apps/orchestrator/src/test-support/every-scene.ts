import { partsOf, type SceneContent } from "@spool/contracts/scene-content";
import type { Storyboard } from "@spool/contracts/storyboard";

/** One scene of every kind, each with as much in it as such a scene usually has. */
const EVERY_SCENE: readonly SceneContent[] = [
  {
    kind: "title",
    title: "Why is the sky blue, and the sunset red?",
    subtitle: "Rayleigh scattering in two minutes",
  },
  {
    kind: "statement",
    text: "Light travels at 299,792 km a second, and the air scatters blue light about 4 times as much as red.",
  },
  {
    kind: "bullets",
    heading: "What the air does to light",
    items: [
      "Sunlight holds all colours",
      "Molecules scatter short waves most",
      "Blue light reaches us from every side",
    ],
  },
  {
    kind: "steps",
    heading: "How a bill becomes law",
    items: [
      "A minister introduces the bill in one House",
      "It is read, debated and voted on",
      "The other House does the same",
      "The President gives assent",
    ],
  },
  {
    kind: "comparison",
    heading: "Fundamental Rights and Directive Principles",
    left: {
      title: "Fundamental Rights",
      items: ["Part III, Articles 12 to 35", "Enforced by courts", "Limits on the State"],
    },
    right: {
      title: "Directive Principles",
      items: ["Part IV, Articles 36 to 51", "Not enforced by courts", "Goals for the State"],
    },
  },
  {
    kind: "formula",
    heading: "Solve the equation",
    steps: [
      { tex: "2x^2 - 8 = 0", note: null },
      { tex: "2x^2 = 8", note: "Add 8 on both sides" },
      { tex: "x^2 = 4", note: "Divide by 2" },
      { tex: "x = \\pm\\sqrt{4} = \\pm 2", note: "Take the root" },
    ],
  },
  {
    kind: "chart",
    heading: "Literacy rate by state",
    chart: "bar",
    unit: "%",
    labels: ["Kerala", "Goa", "Tamil Nadu", "Punjab", "Bihar"],
    series: [{ name: "2011", values: [94, 88.7, 80.1, 75.8, 61.8] }],
  },
  {
    kind: "chart",
    heading: "Exports and imports",
    chart: "bar",
    unit: "billion US dollars",
    labels: ["2020", "2021", "2022", "2023"],
    series: [
      { name: "Exports", values: [291, 422, 451, 437] },
      { name: "Imports", values: [394, 613, 716, null] },
    ],
  },
  {
    kind: "chart",
    heading: "Population of three cities",
    chart: "line",
    unit: "million",
    labels: ["1980", "1990", "2000", "2010", "2020"],
    series: [
      { name: "Delhi", values: [5.6, 9.7, 15.7, 22, 30] },
      { name: "Mumbai", values: [8.7, 12.4, 16.1, 18.4, 20.4] },
      { name: "Chennai", values: [4.2, 5.3, 6.4, 8.5, 11] },
    ],
  },
  {
    kind: "chart",
    heading: "Sources of electricity",
    chart: "pie",
    unit: "%",
    labels: ["Coal", "Hydro", "Wind and solar", "Nuclear", "Gas"],
    series: [{ name: "Share", values: [72, 10, 12, 3, 3] }],
  },
  {
    kind: "table",
    heading: "Planets",
    header: ["Planet", "Diameter", "Moons", "Remark"],
    rows: [
      ["Earth", "12,742 km", "1", "The only one known to have life"],
      ["Mars", "6,779 km", "2", "Red from iron oxide"],
      ["Jupiter", "139,820 km", "95", "The largest of all"],
    ],
  },
  {
    kind: "code",
    heading: "Binary search",
    language: "python",
    code: "def search(items, wanted):\n    low, high = 0, len(items) - 1\n    while low <= high:\n        middle = (low + high) // 2\n        if items[middle] == wanted:\n            return middle  # found\n        if items[middle] < wanted:\n            low = middle + 1\n        else:\n            high = middle - 1\n    return None",
  },
  {
    kind: "quote",
    text: "Education is the most powerful weapon which you can use to change the world.",
    source: "Nelson Mandela, 2003",
  },
  { kind: "image", file: null, caption: "The monsoon reaches Kerala around the first of June" },
  {
    kind: "question",
    question: "Which Article protects life and personal liberty?",
    options: ["Article 14", "Article 19", "Article 21", "Article 32"],
    answer: 2,
  },
  { kind: "statement", text: "Before we go on: what happens to the colour of the sun at noon?" },
  {
    kind: "summary",
    heading: "What to remember",
    items: ["Air scatters blue light most", "At sunset light comes a longer way", "Red is what is left over"],
  },
];

/** Between two parts, and after the last one. */
const [PART_SECONDS, HOLD_SECONDS] = [0.75, 1.2];
const TIMER_SECONDS = 2;

/** A storyboard with a scene of every kind: about a minute in which most frames differ from the one before. */
export function everySceneStoryboard(
  look: Partial<Pick<Storyboard, "aspect" | "theme" | "direction" | "language">> = {},
  contents: readonly SceneContent[] = EVERY_SCENE,
): Storyboard {
  const storyboard: Storyboard = {
    version: 2,
    jobType: "doubt",
    title: "Why is the sky blue?",
    language: "en",
    direction: "ltr",
    aspect: "16:9",
    theme: "night",
    ...look,
    durationSeconds: 0,
    scenes: [],
    captions: [],
    speech: [],
    progressSteps: [],
  };
  for (const content of contents) addScene(storyboard, content);
  return storyboard;
}

function addScene(storyboard: Storyboard, content: SceneContent): void {
  const startSeconds = storyboard.durationSeconds;
  const texts = partsOf(content);
  const hasAnswer = content.kind === "question" && content.answer !== null;
  let at = startSeconds + 0.3;
  const parts = texts.map((_text, index) => {
    if (hasAnswer && index === texts.length - 1) at += TIMER_SECONDS;
    const part = { appearsAtSeconds: at, spokenUntilSeconds: at + PART_SECONDS };
    at += PART_SECONDS;
    return part;
  });
  const timerStart = at - PART_SECONDS - TIMER_SECONDS;
  const timer = hasAnswer ? { startSeconds: timerStart, endSeconds: timerStart + TIMER_SECONDS } : null;
  const endSeconds = at + HOLD_SECONDS;
  const text = (texts[0] ?? "").slice(0, 60);
  const spoken = { startSeconds: startSeconds + 0.3, endSeconds: at, text };
  const words = text.split(" ");
  const wordSeconds = (at - spoken.startSeconds) / words.length;
  storyboard.scenes.push({
    startSeconds,
    endSeconds,
    kicker: content.kind,
    number: null,
    content,
    parts,
    timer,
  });
  storyboard.captions.push({
    ...spoken,
    words: words.map((word, index) => ({
      text: word,
      startSeconds: spoken.startSeconds + index * wordSeconds,
      endSeconds: spoken.startSeconds + (index + 1) * wordSeconds,
    })),
  });
  storyboard.speech.push(spoken);
  storyboard.progressSteps.push(at);
  storyboard.durationSeconds = endSeconds;
}
