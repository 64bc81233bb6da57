import { drawLine } from "../draw-text.ts";
import { eased, easedThrough, MOVES } from "../easing.ts";
import { fitLine, measureText } from "../fit-text.ts";
import { arrive, type Layer, move } from "../layer.ts";
import { type Box, grow } from "../layout.ts";
import { asRead, partOf, sceneLayer, type Stage } from "../scene-plan.ts";
import { colourOf } from "./chart-bars.ts";
import { chartScale, valueFormat } from "./chart-scale.ts";
import type { ChartContent, ChartPlan } from "./chart-plan.ts";

const VALUE_GAP_PX = 14;

/** Lines that draw themselves from first to last, each with its name and last value at its end. */
export function planLines({ labels, series, unit }: ChartContent, box: Box, stage: Stage): ChartPlan {
  const { type } = stage.layout;
  const format = valueFormat(stage.language, unit);
  const font = { sizePx: type.note * 0.78, weight: 600 } as const;
  const nameFont = { sizePx: type.note * 0.85, weight: 700 } as const;
  const scale = chartScale(series.flatMap(({ values }) => values.filter((value) => value !== null)));
  const tickSpace = Math.max(...scale.ticks.map((tick) => measureText(format(tick), font))) + 24;
  const names = series.map(({ name, values }) => {
    const last = values.findLast((value) => value !== null) ?? null;
    return { name: series.length > 1 ? name : "", value: last === null ? "" : format(last) };
  });
  const endSpace = Math.min(
    box.width * 0.3,
    Math.max(
      ...names.flatMap(({ name, value }) => [measureText(name, nameFont), measureText(value, nameFont)]),
    ) + 36,
  );
  // A few values of one series stand at their points, and the last of them not once more at its end.
  const [only] = series.length === 1 ? series : [];
  const valueWidths = (only?.values ?? []).map((value) =>
    value === null ? 0 : measureText(format(value), nameFont),
  );
  const widestValue = Math.max(0, ...valueWidths);
  const hasValues =
    only !== undefined &&
    labels.length > 1 &&
    (box.width - widestValue) / (labels.length - 1) > widestValue + VALUE_GAP_PX;
  // Then the scale has nothing to add, and its numbers would stand in the way of the first of them.
  const scaleSpace = hasValues ? widestValue / 2 : tickSpace;
  const top = hasValues ? nameFont.sizePx * 1.8 : 24;
  const plot: Box = {
    x: box.x + scaleSpace,
    y: box.y + top,
    width: box.width - scaleSpace - (hasValues ? widestValue / 2 : endSpace),
    height: box.height - top - 10 - font.sizePx * 2.2,
  };
  const xOf = (index: number) =>
    plot.x + (labels.length === 1 ? plot.width / 2 : (plot.width * index) / (labels.length - 1));
  const yOf = (value: number) => plot.y + plot.height * (1 - (value - scale.min) / (scale.max - scale.min));
  const seen = (x: number) => (stage.isRightToLeft ? stage.layout.widthPx - x : x);
  // As many labels as there is room for; the last one is always there.
  const widest = Math.max(...labels.map((label) => measureText(label, font))) + 30;
  const every = Math.max(
    1,
    Math.ceil(Math.min(widest, 260) / Math.max(1, plot.width / Math.max(1, labels.length - 1))),
  );
  const nameGap = nameFont.sizePx * (series.length > 1 ? 2.3 : 1.3);
  const nameRows = spreadApart(
    series.map(({ values }) => yOf(values.findLast((value) => value !== null) ?? 0)),
    nameGap,
    box.y + nameFont.sizePx * 1.2,
    plot.y + plot.height,
  );

  const namesHeight = plot.y + plot.height - (box.y + nameFont.sizePx * 1.2);
  return {
    // Names that lie on each other, or two lines of one colour, tell nobody which is which.
    fits: series.length <= stage.theme.series.length && (series.length - 1) * nameGap <= namesHeight,
    layers(times) {
      const axis = sceneLayer(
        times,
        grow(box, 10),
        [arrive(times.startSeconds, MOVES.scene)],
        (context, now) => {
          const shown = eased(now, times.startSeconds, MOVES.scene);
          context.globalAlpha = shown;
          for (const tick of scale.ticks) {
            context.fillStyle = stage.theme.hairline;
            const line = asRead(
              { x: plot.x, y: yOf(tick) - 1, width: plot.width * shown, height: tick === 0 ? 3 : 1.5 },
              stage,
            );
            context.fillRect(line.x, line.y, line.width, line.height);
            if (hasValues) continue;
            const at = {
              x: seen(plot.x - 16),
              middleY: yOf(tick),
              align: stage.isRightToLeft ? "left" : "right",
            } as const;
            drawLine(context, format(tick), font, at, stage.theme.textSoft);
          }
          for (const [index, label] of labels.entries()) {
            if ((labels.length - 1 - index) % every !== 0) continue;
            const room = Math.min(260, (plot.width / Math.max(1, labels.length - 1)) * every);
            const at = {
              x: seen(xOf(index)),
              middleY: plot.y + plot.height + font.sizePx * 1.3,
              align: "center",
            } as const;
            drawLine(context, fitLine(label, room, font), font, at, stage.theme.textSoft);
          }
          context.globalAlpha = 1;
        },
      );
      const lines = series.map(({ values }, order): Layer => {
        const from = partOf(times, order).appearsAtSeconds;
        const colour = colourOf(stage, order);
        const points = values.flatMap((value, index) =>
          value === null || index >= labels.length ? [] : [{ x: xOf(index), y: yOf(value), index }],
        );
        const lengthSeconds = MOVES.chart * 1.3;
        const nameAfterSeconds = lengthSeconds * 0.75;
        return sceneLayer(
          times,
          grow(box, 10),
          [move(from, lengthSeconds), arrive(from + nameAfterSeconds, MOVES.appear)],
          (context, now) => {
            const drawn = easedThrough(now, from, lengthSeconds);
            if (drawn === 0) return;
            const until = plot.x + plot.width * drawn + 0.01;
            context.beginPath();
            for (const [order_, point] of points.entries()) {
              const before = points[order_ - 1];
              // A value that is missing is a gap, not a straight line.
              if (before === undefined || before.index !== point.index - 1) {
                if (point.x <= until) context.moveTo(seen(point.x), point.y);
              } else if (point.x <= until) {
                context.lineTo(seen(point.x), point.y);
              } else if (before.x < until) {
                const ratio = (until - before.x) / (point.x - before.x);
                context.lineTo(seen(until), before.y + (point.y - before.y) * ratio);
              }
            }
            context.strokeStyle = colour;
            context.lineWidth = 6;
            context.lineJoin = "round";
            context.lineCap = "round";
            context.stroke();
            for (const [place, point] of points.entries()) {
              if (point.x > until || (points.length > 16 && place < points.length - 1)) continue;
              context.beginPath();
              context.arc(seen(point.x), point.y, 9, 0, 2 * Math.PI);
              context.fillStyle = colour;
              context.fill();
              if (!hasValues) continue;
              const at = besideLine(points, place, {
                widthPx: valueWidths[point.index] ?? 0,
                plot,
                roomPx: 1.6 * nameFont.sizePx,
              });
              const x = seen(Math.max(box.x + (valueWidths[point.index] ?? 0) / 2, at.x));
              const middleY = point.y + at.side * nameFont.sizePx;
              drawLine(context, format(values[point.index] ?? 0), nameFont, { x, middleY, align: "center" }, stage.theme.text); // prettier-ignore
            }
            if (hasValues) return;
            context.globalAlpha = eased(now, from + nameAfterSeconds, MOVES.appear);
            const end = names[order];
            const y = nameRows[order] ?? plot.y;
            const at = {
              x: seen(plot.x + plot.width + 24),
              align: stage.isRightToLeft ? "right" : "left",
            } as const;
            if (end !== undefined && end.name !== "") {
              drawLine(
                context,
                fitLine(end.name, endSpace - 26, nameFont),
                nameFont,
                { ...at, middleY: y - nameFont.sizePx * 0.55 },
                colour,
              );
              drawLine(
                context,
                end.value,
                nameFont,
                { ...at, middleY: y + nameFont.sizePx * 0.6 },
                stage.theme.text,
              );
            } else if (end !== undefined) {
              drawLine(context, end.value, nameFont, { ...at, middleY: y }, stage.theme.text);
            }
            context.globalAlpha = 1;
          },
        );
      });
      return [axis, ...lines];
    },
  };
}

/** Where the value of a point stands: above it (-1), or below it (1) in a valley, and aside where the line climbs or falls. */
function besideLine(
  points: readonly { x: number; y: number }[],
  place: number,
  { widthPx, plot, roomPx }: { widthPx: number; plot: Box; roomPx: number },
): { x: number; side: 1 | -1 } {
  const { x, y } = points[place] ?? { x: 0, y: 0 };
  const [before, after] = [points[place - 1]?.y ?? y, points[place + 1]?.y ?? y];
  if (before < y && after < y && y + roomPx < plot.y + plot.height) return { x, side: 1 };
  const slope = (after - before) / plot.height;
  return { x: x + Math.max(-1, Math.min(1, slope)) * (widthPx / 2), side: -1 };
}

/** Heights at least `gap` apart, each as near to where it wants to be as that allows, from `low` to `high`. */
function spreadApart(wishes: readonly number[], gap: number, low: number, high: number): number[] {
  const order = wishes.map((at, index) => ({ at, index })).sort((a, b) => a.at - b.at);
  let least = low;
  for (const each of order) {
    each.at = Math.max(each.at, least);
    least = each.at + gap;
  }
  let most = high;
  for (const each of order.toReversed()) {
    each.at = Math.min(each.at, most);
    most = each.at - gap;
  }
  return order.sort((a, b) => a.index - b.index).map(({ at }) => at);
}
