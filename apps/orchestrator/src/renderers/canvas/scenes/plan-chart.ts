import { drawLine } from "../draw-text.ts";
import { eased, MOVES } from "../easing.ts";
import { fitLine } from "../fit-text.ts";
import { arrive, type Layer } from "../layer.ts";
import { type Box, grow } from "../layout.ts";
import {
  asRead,
  fillPanel,
  partOf,
  planHeading,
  sceneLayer,
  type ScenePlan,
  type SceneTimes,
  type Stage,
} from "../scene-plan.ts";
import type { ChartContent } from "./chart-plan.ts";
import { planBars } from "./chart-bars.ts";
import { planLines } from "./chart-lines.ts";
import { planPie } from "./chart-pie.ts";
import { isShortUnit } from "./chart-scale.ts";

/** Bars that grow, lines that draw themselves, slices that sweep; with their names and values beside them. */
export function planChart(content: ChartContent, stage: Stage): ScenePlan {
  const head = planHeading(content.heading, stage);
  const legend = planLegend(content, head.rest, stage);
  const used = legend.heightPx;
  const box = { ...head.rest, y: head.rest.y + used, height: head.rest.height - used };
  const chart = { bar: planBars, line: planLines, pie: planPie }[content.chart](content, box, stage);
  return {
    fits: head.fits && chart.fits,
    boxes: { chart: box },
    layers: (times) => [...head.layers(times), ...legend.layers(times), ...chart.layers(times)],
  };
}

/** The unit, and the names of several series with their colours. Lines and slices have their names where they are. */
function planLegend({ chart, unit, series }: ChartContent, box: Box, stage: Stage) {
  const { type } = stage.layout;
  const sizePx = type.note * 0.85;
  const names = chart === "bar" && series.length > 1 ? series.map(({ name }) => name) : [];
  const hasUnit = unit !== null && unit !== "" && !isShortUnit(unit);
  if (names.length === 0 && !hasUnit) return { heightPx: 0, layers: () => [] };
  const row: Box = { ...box, height: sizePx * 1.5 };
  const share = (row.width - (hasUnit ? row.width * 0.3 : 0)) / Math.max(1, names.length);
  return {
    heightPx: sizePx * 2.1,
    layers: (times: SceneTimes): Layer[] => [
      sceneLayer(
        times,
        grow(row, 8),
        [
          arrive(times.startSeconds, MOVES.scene),
          ...names.map((_name, index) => arrive(partOf(times, index).appearsAtSeconds, MOVES.appear)),
        ],
        (context, now) => {
          const font = { sizePx, weight: 600 } as const;
          const middleY = row.y + row.height / 2;
          for (const [index, name] of names.entries()) {
            context.globalAlpha = 0.3 + 0.7 * eased(now, partOf(times, index).appearsAtSeconds, MOVES.appear);
            const chip = asRead({ x: row.x + index * share, y: middleY - 12, width: 24, height: 24 }, stage);
            fillPanel(
              context,
              chip,
              7,
              stage.theme.series[index % stage.theme.series.length] ?? stage.theme.accent,
            );
            const x = stage.isRightToLeft ? chip.x - 14 : chip.x + chip.width + 14;
            const align = stage.isRightToLeft ? "right" : "left";
            drawLine(
              context,
              fitLine(name, share - 70, font),
              font,
              { x, middleY, align },
              stage.theme.textSoft,
            );
          }
          context.globalAlpha = eased(now, times.startSeconds, MOVES.scene);
          if (hasUnit) {
            const x = stage.isRightToLeft ? row.x : row.x + row.width;
            const text = fitLine(unit, names.length === 0 ? row.width : row.width * 0.28, font);
            drawLine(
              context,
              text,
              font,
              { x, middleY, align: stage.isRightToLeft ? "left" : "right" },
              stage.theme.textSoft,
            );
          }
          context.globalAlpha = 1;
        },
      ),
    ],
  };
}
