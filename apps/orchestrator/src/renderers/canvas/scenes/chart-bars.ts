import { drawLine } from "../draw-text.ts";
import { eased, MOVES } from "../easing.ts";
import { fitLine, measureText } from "../fit-text.ts";
import { arrive, type Layer, unfold } from "../layer.ts";
import { type Box, grow } from "../layout.ts";
import { asRead, fillPanel, partOf, sceneLayer, type SceneTimes, type Stage } from "../scene-plan.ts";
import { chartScale, valueFormat } from "./chart-scale.ts";
import type { ChartContent, ChartPlan } from "./chart-plan.ts";

const BAR_STAGGER_SECONDS = 0.07;
const MOST_UPRIGHT = 8;

/** Upright bars where there is room for their labels below them, lying ones otherwise. */
export function planBars(content: ChartContent, box: Box, stage: Stage): ChartPlan {
  const isUpright =
    stage.layout.isWide &&
    content.labels.length <= MOST_UPRIGHT &&
    content.labels.length * content.series.length <= 16;
  return isUpright ? uprightBars(content, box, stage) : lyingBars(content, box, stage);
}

function uprightBars({ labels, series, unit }: ChartContent, box: Box, stage: Stage): ChartPlan {
  const { type } = stage.layout;
  const format = valueFormat(stage.language, unit);
  const labelFont = { sizePx: type.note * 0.85, weight: 600 } as const;
  const scale = chartScale(numbersOf(series));
  const slot = box.width / labels.length;
  const thick = Math.min(slot * 0.72, 190 * series.length) / series.length;
  const valueFont = { sizePx: Math.max(20, Math.min(type.note, thick * 0.42)), weight: 700 } as const;
  const plot: Box = {
    x: box.x,
    y: box.y + valueFont.sizePx * 1.6,
    width: box.width,
    height: box.height - valueFont.sizePx * 1.6 - labelFont.sizePx * 2,
  };
  const yOf = (value: number) => plot.y + plot.height * (1 - (value - scale.min) / (scale.max - scale.min));

  return {
    fits: true,
    layers(times) {
      const axis = sceneLayer(
        times,
        grow(box, 14),
        [arrive(times.startSeconds, MOVES.scene)],
        (context, now) => {
          const shown = eased(now, times.startSeconds, MOVES.scene);
          context.globalAlpha = shown;
          context.fillStyle = stage.theme.hairline;
          for (const tick of scale.ticks)
            context.fillRect(plot.x, yOf(tick) - 1, plot.width * shown, tick === 0 ? 3 : 1.5);
          for (const [index, label] of labels.entries()) {
            const middle =
              asRead({ x: plot.x + index * slot, y: 0, width: slot, height: 0 }, stage).x + slot / 2;
            const at = {
              x: middle,
              middleY: box.y + box.height - labelFont.sizePx * 0.8,
              align: "center",
            } as const;
            drawLine(context, fitLine(label, slot - 12, labelFont), labelFont, at, stage.theme.textSoft);
          }
          context.globalAlpha = 1;
        },
      );
      const bars = series.flatMap(({ values }, order) =>
        labels.flatMap((_label, index): Layer[] => {
          const value = values[index];
          if (value === null || value === undefined) return [];
          const left = plot.x + index * slot + slot / 2 + (order - series.length / 2) * thick;
          const bar = asRead({ x: left + thick * 0.06, y: 0, width: thick * 0.88, height: 0 }, stage);
          const [top, bottom] = [Math.min(yOf(value), yOf(0)), Math.max(yOf(value), yOf(0))];
          const from = partOf(times, order).appearsAtSeconds + index * BAR_STAGGER_SECONDS;
          const room = valueFont.sizePx * 1.6;
          const reach = {
            x: bar.x - thick * 0.06 - 10,
            y: top - room,
            width: thick + 20,
            height: bottom - top + 2 * room,
          };
          return [
            sceneLayer(times, reach, [unfold(from, MOVES.chart)], (context, now) => {
              const grown = eased(now, from, MOVES.chart);
              if (grown === 0) return;
              const height = (bottom - top) * grown;
              const y = value >= 0 ? bottom - height : top;
              context.beginPath();
              const corner = Math.min(12, bar.width / 4, height);
              context.roundRect(
                bar.x,
                y,
                bar.width,
                height,
                value >= 0 ? [corner, corner, 0, 0] : [0, 0, corner, corner],
              );
              context.fillStyle = colourOf(stage, order);
              context.fill();
              context.globalAlpha = eased(now, from + 0.2, MOVES.appear);
              const text = fitLine(format(value * countRatio(grown)), thick + 16, valueFont);
              const middleY = value >= 0 ? y - valueFont.sizePx * 0.75 : y + height + valueFont.sizePx * 0.75;
              drawLine(
                context,
                text,
                valueFont,
                { x: bar.x + bar.width / 2, middleY, align: "center" },
                stage.theme.text,
              );
              context.globalAlpha = 1;
            }),
          ];
        }),
      );
      return [axis, ...bars];
    },
  };
}

function lyingBars({ labels, series, unit }: ChartContent, box: Box, stage: Stage): ChartPlan {
  const { type } = stage.layout;
  const format = valueFormat(stage.language, unit);
  const scale = chartScale(numbersOf(series));
  const slot = Math.min(box.height / labels.length, 150 + 40 * series.length);
  const fontPx = Math.min(type.note, slot * 0.26);
  const labelFont = { sizePx: fontPx, weight: 600 } as const;
  const valueFont = { sizePx: fontPx, weight: 700 } as const;
  const valueSpace =
    Math.max(...numbersOf(series).map((value) => measureText(format(value), valueFont)), 0) + 30;
  const hasNegative = scale.min < 0;
  const plotX = box.x + (hasNegative ? valueSpace : 0);
  const plotWidth = box.width - valueSpace * (hasNegative ? 2 : 1);
  const top = box.y + (box.height - slot * labels.length) / 2;
  const thick = (slot - fontPx * 1.55 - 12) / series.length;
  const xOf = (value: number) => plotX + (plotWidth * (value - scale.min)) / (scale.max - scale.min);

  return {
    fits: fontPx >= type.smallest * 0.78 && thick >= 8,
    layers: (times: SceneTimes) =>
      labels.flatMap((label, index): Layer[] => {
        const y = top + index * slot;
        const row = { x: box.x, y, width: box.width, height: slot };
        const name = sceneLayer(
          times,
          { ...row, height: fontPx * 1.5 },
          [arrive(times.startSeconds, MOVES.scene)],
          (context, now) => {
            context.globalAlpha = eased(now, times.startSeconds, MOVES.scene);
            const x = stage.isRightToLeft ? box.x + box.width : box.x;
            const at = {
              x,
              middleY: y + fontPx * 0.75,
              align: stage.isRightToLeft ? "right" : "left",
            } as const;
            drawLine(context, fitLine(label, box.width, labelFont), labelFont, at, stage.theme.textSoft);
            context.globalAlpha = 1;
          },
        );
        const bars = series.flatMap(({ values }, order): Layer[] => {
          const value = values[index];
          if (value === null || value === undefined) return [];
          const from = partOf(times, order).appearsAtSeconds + index * BAR_STAGGER_SECONDS;
          const barY = y + fontPx * 1.55 + order * thick;
          const strip = { x: box.x, y: barY - 2, width: box.width, height: thick + 4 };
          return [
            sceneLayer(times, strip, [unfold(from, MOVES.chart)], (context, now) => {
              const grown = eased(now, from, MOVES.chart);
              if (grown === 0) return;
              const [left, right] = [
                Math.min(xOf(0), xOf(value * grown)),
                Math.max(xOf(0), xOf(value * grown)),
              ];
              const bar = asRead(
                { x: left, y: barY, width: Math.max(4, right - left), height: thick * 0.86 },
                stage,
              );
              fillPanel(context, bar, Math.min(10, thick * 0.3), colourOf(stage, order));
              context.globalAlpha = eased(now, from + 0.2, MOVES.appear);
              const isAfter = value >= 0 !== stage.isRightToLeft;
              const x = isAfter ? bar.x + bar.width + 14 : bar.x - 14;
              const at = { x, middleY: barY + thick * 0.43, align: isAfter ? "left" : "right" } as const;
              const font = { ...valueFont, sizePx: Math.min(fontPx, thick * 0.8) };
              drawLine(context, format(value * countRatio(grown)), font, at, stage.theme.text);
              context.globalAlpha = 1;
            }),
          ];
        });
        return [name, ...bars];
      }),
  };
}

/** A number that counts up ends where it should, and does not flicker through many digits on the way. */
const countRatio = (grown: number) => (grown > 0.97 ? 1 : Math.round(grown * 20) / 20);

const numbersOf = (series: ChartContent["series"]): number[] =>
  series.flatMap(({ values }) => values.filter((value) => value !== null));

export const colourOf = ({ theme }: Stage, index: number): string =>
  theme.series[index % theme.series.length] ?? theme.accent;
