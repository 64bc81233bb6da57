import { drawLine } from "../draw-text.ts";
import { eased, easedThrough, MOVES } from "../easing.ts";
import { fitLine, measureText } from "../fit-text.ts";
import { arrive, type Layer, move } from "../layer.ts";
import { type Box, grow } from "../layout.ts";
import { asRead, fillPanel, partOf, sceneLayer, type Stage } from "../scene-plan.ts";
import { colourOf } from "./chart-bars.ts";
import { valueFormat } from "./chart-scale.ts";
import type { ChartContent, ChartPlan } from "./chart-plan.ts";

const SWEEP_SECONDS = 1.4;
const HOLE_RATIO = 0.58;

/** A ring whose slices sweep open, with their names, values and shares in a list beside or below it. */
export function planPie({ labels, series, unit }: ChartContent, box: Box, stage: Stage): ChartPlan {
  const { type, isWide } = stage.layout;
  const format = valueFormat(stage.language, unit);
  const percent = valueFormat(stage.language, "%");
  // A share of less than nothing cannot be drawn.
  const slices = labels.flatMap((label, index) => {
    const value = series[0]?.values[index] ?? null;
    return value === null || value <= 0 ? [] : [{ label, value }];
  });
  const total = slices.reduce((sum, { value }) => sum + value, 0);
  const diameter = isWide
    ? Math.min(box.height, box.width * 0.42)
    : Math.min(box.width * 0.72, box.height * 0.52);
  const pie = asRead(
    isWide
      ? { x: box.x + 40, y: box.y + (box.height - diameter) / 2, width: diameter, height: diameter }
      : { x: box.x + (box.width - diameter) / 2, y: box.y, width: diameter, height: diameter },
    stage,
  );
  const list: Box = isWide
    ? { x: box.x + diameter + 140, y: box.y, width: box.width - diameter - 140, height: box.height }
    : { x: box.x, y: box.y + diameter + 36, width: box.width, height: box.height - diameter - 36 };
  const rowPx = Math.min(type.note * 2, list.height / Math.max(1, slices.length));
  const sizePx = Math.min(type.note, rowPx * 0.62);
  const top = list.y + (list.height - rowPx * slices.length) / 2;

  return {
    fits: sizePx >= type.smallest * 0.78,
    layers(times) {
      const from = partOf(times, 0).appearsAtSeconds;
      const centre = { x: pie.x + diameter / 2, y: pie.y + diameter / 2 };
      const ring = sceneLayer(times, grow(pie, 12), [move(from, SWEEP_SECONDS)], (context, now) => {
        const open = easedThrough(now, from, SWEEP_SECONDS) * 2 * Math.PI;
        let start = 0;
        for (const [index, { value }] of slices.entries()) {
          const end = start + (value / total) * 2 * Math.PI;
          const shownEnd = Math.min(end, open);
          if (shownEnd > start) {
            context.beginPath();
            context.arc(centre.x, centre.y, diameter / 2, start - Math.PI / 2, shownEnd - Math.PI / 2);
            context.arc(
              centre.x,
              centre.y,
              (diameter / 2) * HOLE_RATIO,
              shownEnd - Math.PI / 2,
              start - Math.PI / 2,
              true,
            );
            context.closePath();
            context.fillStyle = colourOf(stage, index);
            context.fill();
            context.strokeStyle = stage.theme.backgroundBottom;
            context.lineWidth = slices.length > 1 ? 5 : 0.01;
            context.stroke();
          }
          start = end;
        }
      });
      let before = 0;
      const rows = slices.map(({ label, value }, index): Layer => {
        // Its row comes when the ring reaches the slice.
        const at = from + (before / total) * SWEEP_SECONDS * 0.9;
        before += value;
        const row = { x: list.x, y: top + index * rowPx, width: list.width, height: rowPx };
        return sceneLayer(times, grow(asRead(row, stage), 6), [arrive(at, MOVES.appear)], (context, now) => {
          const shown = eased(now, at, MOVES.appear);
          if (shown === 0) return;
          context.globalAlpha = shown;
          const middleY = row.y + rowPx / 2;
          const chip = asRead(
            { x: row.x, y: middleY - sizePx * 0.4, width: sizePx * 0.8, height: sizePx * 0.8 },
            stage,
          );
          fillPanel(context, chip, 7, colourOf(stage, index));
          const bold = { sizePx, weight: 700 } as const;
          const plain = { sizePx, weight: 400 } as const;
          const share = percent(Number(((value / total) * 100).toFixed(value / total < 0.1 ? 1 : 0)));
          const figures = unit === "%" ? format(value) : `${format(value)} · ${share}`;
          const figuresWidth = measureText(figures, bold);
          const nameWidth = row.width - sizePx * 1.3 - figuresWidth - 30;
          const nameX = stage.isRightToLeft ? chip.x - sizePx * 0.5 : chip.x + sizePx * 1.3;
          const figuresX = asRead({ ...row, x: row.x + row.width, width: 0 }, stage).x;
          const [start, end] = stage.isRightToLeft
            ? (["right", "left"] as const)
            : (["left", "right"] as const);
          drawLine(
            context,
            fitLine(label, nameWidth, plain),
            plain,
            { x: nameX, middleY, align: start },
            stage.theme.text,
          );
          drawLine(context, figures, bold, { x: figuresX, middleY, align: end }, stage.theme.text);
          context.globalAlpha = 1;
        });
      });
      return [ring, ...rows];
    },
  };
}
