import type { SKRSContext2D } from "@napi-rs/canvas";
import { setFont } from "../../fonts/bundled-fonts.ts";
import type { DrawnScene } from "./drawn-scene.ts";
import { drawLines } from "./draw-lines.ts";
import { eased, MOVES } from "./easing.ts";
import { type FittedText, fitText } from "./fit-text.ts";
import type { Box, Layout } from "./layout.ts";
import { THEME } from "./theme.ts";

const SUBJECT_PX = 40;
const SUBJECT_INSET_PX = 32;

/** What to think about and the subject it is about, and a ring that loses one notch a second. */
export function timerDrawer(
  { ring, timerText, timerSubject, type }: Layout,
  scene: DrawnScene,
  title: string,
) {
  const text = fitText(
    scene.lines.map((line) => line.text),
    {
      widthPx: timerText.width,
      heightPx: timerText.height,
      maxSizePx: type.statement * 1.15,
      weight: 700,
      lineHeight: 1.28,
    },
  );
  const textTop = timerText.y + (timerText.height - text.heightPx) / 2;
  const subject = fitText([title], {
    widthPx: timerSubject.width - SUBJECT_INSET_PX,
    heightPx: timerSubject.height,
    maxSizePx: SUBJECT_PX,
    weight: 400,
    lineHeight: 1.3,
  });

  return (context: SKRSContext2D, nowSeconds: number): void => {
    drawLines(context, text, { x: timerText.x, y: textTop }, scene, nowSeconds);
    const arrived = eased(nowSeconds, scene.startSeconds, MOVES.scene);
    context.globalAlpha = arrived;
    drawSubject(context, subject, timerSubject);
    if (scene.timer === null) return;
    const seconds = Math.round(scene.timer.endSeconds - scene.timer.startSeconds);
    const { left, arcRatio } = countdown(nowSeconds - scene.timer.startSeconds, seconds);

    context.lineCap = "round";
    context.lineWidth = 14;
    context.strokeStyle = THEME.hairline;
    context.beginPath();
    context.arc(ring.x, ring.y, ring.radius, 0, 2 * Math.PI);
    context.stroke();
    if (arcRatio > 0.001) {
      context.strokeStyle = THEME.accent;
      context.beginPath();
      // A full turn from the top comes out as none at all in floating point; from 0 it does not.
      if (arcRatio > 0.999) context.arc(ring.x, ring.y, ring.radius, 0, 2 * Math.PI);
      else context.arc(ring.x, ring.y, ring.radius, -Math.PI / 2, -Math.PI / 2 + 2 * Math.PI * arcRatio);
      context.stroke();
    }
    context.fillStyle = left === 0 ? THEME.accent : THEME.text;
    setFont(context, String(left), { sizePx: ring.radius * 0.8, weight: 700 });
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(String(left), ring.x, ring.y + ring.radius * 0.02);
    context.textAlign = "left";
    context.globalAlpha = 1;
  };
}

function drawSubject(context: SKRSContext2D, subject: FittedText, box: Box): void {
  context.fillStyle = THEME.accentSoft;
  context.fillRect(box.x, box.y, 4, subject.heightPx);
  context.fillStyle = THEME.textSpoken;
  for (const [row, line] of (subject.paragraphs[0]?.lines ?? []).entries()) {
    setFont(context, line, subject);
    context.fillText(line, box.x + SUBJECT_INSET_PX, box.y + (row + 0.5) * subject.linePx);
  }
}

/** What a countdown shows `elapsedSeconds` after its start (negative before it): the number, and how full the ring is. */
export function countdown(elapsedSeconds: number, seconds: number): { left: number; arcRatio: number } {
  const ticks = Math.min(seconds, Math.max(0, Math.floor(elapsedSeconds + 1e-6)));
  const falling = ticks === 0 ? 0 : 1 - eased(elapsedSeconds, ticks, MOVES.tick);
  return { left: seconds - ticks, arcRatio: seconds === 0 ? 0 : (seconds - ticks + falling) / seconds };
}
