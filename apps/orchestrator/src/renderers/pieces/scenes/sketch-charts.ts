import { fitLine, measureText } from "../../canvas/fit-text.ts";
import type { Box } from "../../canvas/layout.ts";
import type { ContentOf } from "../../canvas/scene-plan.ts";
import { chartScale, isShortUnit, valueFormat } from "../../canvas/scenes/chart-scale.ts";
import { add, addHeading, addLine, addPanel, atPart, atStart, placed, type Sketch } from "../sketch.ts";

type Chart = ContentOf<"chart">;

const GROW_SECONDS = 0.9;
const STAGGER_SECONDS = 0.07;

/** Bars, lines or a pie, under the names of the series. */
export function sketchChart(sketch: Sketch, content: Chart): void {
  const rest = addHeading(sketch, content.heading);
  const plot = content.chart === "pie" ? rest : addLegend(sketch, content, rest);
  const values = content.series.flatMap((series) => series.values.filter((value) => value !== null));
  if (content.chart === "pie") sketchPie(sketch, content, plot);
  else if (content.chart === "line") sketchLines(sketch, content, plot, chartScale(values));
  else sketchBars(sketch, content, plot, chartScale(values));
}

const colourOf = ({ stage: { theme } }: Sketch, index: number) =>
  theme.series[index % theme.series.length] ?? theme.accent;

/** Names of series where there are several, and a unit that is too long to stand behind every value. */
function addLegend(sketch: Sketch, { series, unit }: Chart, box: Box): Box {
  const { type } = sketch.stage.layout;
  const { textSoft, text } = sketch.stage.theme;
  const font = { sizePx: type.note * 0.9, weight: 600 } as const;
  const longUnit = unit !== null && !isShortUnit(unit) ? unit : null;
  if (series.length < 2 && longUnit === null) return box;
  const middleY = box.y + font.sizePx * 0.7;
  let x = box.x;
  const most = box.width / (series.length + (longUnit === null ? 0 : 1));
  if (longUnit !== null) {
    const shown = fitLine(longUnit, most, font);
    addLabel(sketch, atStart(sketch), shown, font, { x, middleY }, textSoft);
    x += measureText(shown, font) + 60;
  }
  for (const [index, { name }] of series.length < 2 ? [] : series.entries()) {
    const shown = fitLine(name, most - 80, font);
    const dot = placed(sketch, { x, y: middleY - 9, width: 18, height: 18 });
    add(sketch, atPart(sketch, index, "fade"), { kind: "disc", x: dot.x + 9, y: dot.y + 9, radius: 9, colour: colourOf(sketch, index), fromDegrees: 0, toDegrees: 360 }); // prettier-ignore
    addLabel(sketch, atPart(sketch, index, "fade"), shown, font, { x: x + 30, middleY }, text);
    x += measureText(shown, font) + 76;
  }
  const used = font.sizePx * 2.1;
  return { ...box, y: box.y + used, height: box.height - used };
}

/** A line that begins at `x` in the direction of reading. */
function addLabel(
  sketch: Sketch,
  coming: Parameters<typeof addLine>[1],
  text: string,
  font: Parameters<typeof addLine>[3],
  { x, middleY }: { x: number; middleY: number },
  colour: string,
): void {
  const { isRightToLeft, layout } = sketch.stage;
  const at = isRightToLeft
    ? ({ x: layout.widthPx - x, middleY, align: "right" } as const)
    : ({ x, middleY, align: "left" } as const);
  addLine(sketch, coming, text, font, at, { colour });
}

/** The lines of the scale and the labels under the slots; returns where a value is and how wide a slot is. */
function addAxes(sketch: Sketch, { labels, unit }: Chart, box: Box, scale: ReturnType<typeof chartScale>) {
  const { theme, layout, language } = sketch.stage;
  const format = valueFormat(language, unit);
  const font = { sizePx: layout.type.note * 0.78, weight: 600 } as const;
  const ticksWidth = Math.max(...scale.ticks.map((tick) => measureText(format(tick), font))) + 24;
  const plot = {
    x: box.x + ticksWidth,
    y: box.y + font.sizePx * 1.4,
    width: box.width - ticksWidth,
    height: box.height - font.sizePx * 3.6,
  };
  const yOf = (value: number) => plot.y + plot.height * (1 - (value - scale.min) / (scale.max - scale.min));
  for (const tick of scale.ticks) {
    const line = placed(sketch, { ...plot, y: yOf(tick) - 1, height: tick === 0 ? 3 : 1.5 });
    addPanel(sketch, atStart(sketch, "fade"), line, { colour: theme.hairline });
    addLabel(sketch, atStart(sketch), format(tick), font, { x: box.x, middleY: yOf(tick) }, theme.textSoft);
  }
  const slot = plot.width / labels.length;
  // Where there are many, some stand for all.
  const every = Math.ceil(labels.length / (layout.isWide ? 12 : 6));
  for (const [index, label] of labels.entries()) {
    if (index % every !== 0) continue;
    const at = placed(sketch, { x: plot.x + index * slot, y: 0, width: slot, height: 0 });
    const middle = {
      x: at.x + slot / 2,
      middleY: box.y + box.height - font.sizePx,
      align: "centre",
    } as const;
    addLine(sketch, atStart(sketch), fitLine(label, slot * every - 10, font), font, middle, {
      colour: theme.textSoft,
    });
  }
  return { plot, yOf, slot, format };
}

function sketchBars(sketch: Sketch, content: Chart, box: Box, scale: ReturnType<typeof chartScale>): void {
  const { yOf, slot, plot, format } = addAxes(sketch, content, box, scale);
  const { theme, layout } = sketch.stage;
  const thick = Math.min(slot * 0.72, 190 * content.series.length) / content.series.length;
  for (const [order, { values }] of content.series.entries()) {
    for (const [index, value] of values.entries()) {
      if (value === null || index >= content.labels.length) continue;
      const left = plot.x + index * slot + slot / 2 + (order - content.series.length / 2) * thick;
      const top = Math.min(yOf(value), yOf(0));
      const height = Math.max(2, Math.abs(yOf(value) - yOf(0)));
      const bar = placed(sketch, { x: left + thick * 0.06, y: top, width: thick * 0.88, height });
      const fromSeconds = atPart(sketch, order).fromSeconds + index * STAGGER_SECONDS;
      const grows = {
        fromSeconds,
        entry: value >= 0 ? "growUp" : "growDown",
        enterSeconds: GROW_SECONDS,
      } as const;
      addPanel(sketch, grows, bar, { colour: colourOf(sketch, order), radius: Math.min(10, bar.width / 4) });
      const font = { sizePx: Math.min(layout.type.note, Math.max(18, thick * 0.36)), weight: 700 } as const;
      const shown = fitLine(format(value), thick + 20, font);
      const middleY = value >= 0 ? top - font.sizePx * 0.75 : top + height + font.sizePx * 0.75;
      addLine(sketch, { fromSeconds: fromSeconds + 0.4, entry: "fade" }, shown, font, { x: bar.x + bar.width / 2, middleY, align: "centre" }, { colour: theme.text }); // prettier-ignore
    }
  }
}

function sketchLines(sketch: Sketch, content: Chart, box: Box, scale: ReturnType<typeof chartScale>): void {
  const { yOf, slot, plot, format } = addAxes(sketch, content, box, scale);
  const font = { sizePx: sketch.stage.layout.type.note * 0.9, weight: 700 } as const;
  for (const [order, { values }] of content.series.entries()) {
    const colour = colourOf(sketch, order);
    const grows = { ...atPart(sketch, order, "growRight"), enterSeconds: GROW_SECONDS };
    const points = values.slice(0, content.labels.length).map((value, index) => {
      if (value === null) return null;
      const at = placed(sketch, { x: plot.x + (index + 0.5) * slot, y: yOf(value), width: 0, height: 0 });
      return { x: at.x, y: at.y, value };
    });
    for (const run of runsOf(points)) {
      if (run.length > 1)
        add(sketch, grows, { kind: "stroke", points: run.map(({ x, y }) => ({ x, y })), colour, lineWidthPx: 7 });
      else for (const { x, y } of run) add(sketch, { ...grows, entry: "fade" }, { kind: "disc", x, y, radius: 8, colour, fromDegrees: 0, toDegrees: 360 }); // prettier-ignore
    }
    const last = points.findLast((point) => point !== null);
    if (last === undefined) continue;
    const at = { x: last.x, middleY: last.y - font.sizePx, align: "centre" } as const;
    addLine(sketch, { fromSeconds: grows.fromSeconds + GROW_SECONDS, entry: "fade" }, format(last.value), font, at, { colour }); // prettier-ignore
  }
}

/** What is tied together: a value that is missing parts a line in two. */
function runsOf<Point>(points: readonly (Point | null)[]): Point[][] {
  const runs: Point[][] = [[]];
  for (const point of points) {
    if (point === null) runs.push([]);
    else runs.at(-1)?.push(point);
  }
  return runs.filter((run) => run.length > 0);
}

/** Slices one after the other, and what they stand for beside or below them. */
function sketchPie(sketch: Sketch, { labels, series, unit }: Chart, box: Box): void {
  const { theme, layout, language } = sketch.stage;
  const { isWide, type } = layout;
  const values = labels.map((_label, index) => Math.max(0, series[0]?.values[index] ?? 0));
  const total = values.reduce((sum, value) => sum + value, 0) || 1;
  const radius = Math.min(isWide ? box.height / 2 : box.height * 0.3, box.width * 0.3);
  const centre = placed(sketch, {
    x: isWide ? box.x + radius : box.x + box.width / 2,
    y: box.y + radius,
    width: 0,
    height: 0,
  });
  const list = isWide
    ? { x: box.x + 2 * radius + 90, y: box.y, width: box.width - 2 * radius - 90, height: box.height }
    : { x: box.x, y: box.y + 2 * radius + 40, width: box.width, height: box.height - 2 * radius - 40 };
  const row = Math.min(list.height / labels.length, type.item * 1.9);
  const font = { sizePx: Math.min(type.item * 0.85, row * 0.6), weight: 600 } as const;
  const format = valueFormat(language, unit);
  const start = atPart(sketch, 0).fromSeconds;
  let degrees = -90;
  for (const [index, label] of labels.entries()) {
    const value = values[index] ?? 0;
    const sweep = (360 * value) / total;
    const fromSeconds = start + index * STAGGER_SECONDS * 2;
    const colour = colourOf(sketch, index);
    const slice = { radius, colour, fromDegrees: degrees, toDegrees: degrees + Math.min(359.99, sweep) };
    add(sketch, { fromSeconds, entry: "growRight", enterSeconds: 0.5 }, { kind: "disc", x: centre.x, y: centre.y, ...slice }); // prettier-ignore
    degrees += sweep;
    const middleY = list.y + (isWide ? (list.height - row * labels.length) / 2 : 0) + (index + 0.5) * row;
    const dot = placed(sketch, { x: list.x, y: middleY, width: 22, height: 0 });
    add(sketch, { fromSeconds, entry: "fade" }, { kind: "disc", x: dot.x + 11, y: middleY, radius: 11, colour, fromDegrees: 0, toDegrees: 360 }); // prettier-ignore
    const shown = fitLine(`${label}  ${format(value)}`, list.width - 44, font);
    addLabel(sketch, { fromSeconds, entry: "fade" }, shown, font, { x: list.x + 44, middleY }, theme.text);
  }
}
