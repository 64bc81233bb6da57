const LENGTH_MS = 1_000;
const FRAMES_PER_SECOND = 25;

/** Films a moving lamp on a canvas for a second. Returns the address of the film, which lives as long as the page. */
export async function recordTestPicture(): Promise<string> {
  const canvas = document.createElement("canvas");
  canvas.width = 320;
  canvas.height = 180;
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("This browser has no canvas");
  const recorder = new MediaRecorder(canvas.captureStream(FRAMES_PER_SECOND));
  const pieces: Blob[] = [];
  recorder.addEventListener("dataavailable", ({ data }) => pieces.push(data));
  const stopped = new Promise((resolve) => recorder.addEventListener("stop", resolve));

  recorder.start();
  const beganMs = performance.now();
  requestAnimationFrame(function draw(nowMs) {
    const ratio = (nowMs - beganMs) / LENGTH_MS;
    context.fillStyle = "#31709c";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.fillStyle = "#ffb44c";
    context.beginPath();
    context.arc(40 + 240 * ratio, 90, 28, 0, 2 * Math.PI);
    context.fill();
    if (ratio < 1) requestAnimationFrame(draw);
    else recorder.stop();
  });
  await stopped;
  return URL.createObjectURL(new Blob(pieces, { type: recorder.mimeType }));
}
