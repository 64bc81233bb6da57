import { type RenderEvent, renderEventSchema } from "@spool/contracts/render-api";
import { expect } from "vitest";

/** Reads a job's events, once there are any, until `ended` or until `isEnough`. */
export async function readEvents(
  url: string,
  jobId: string,
  isEnough: (event: RenderEvent) => boolean = () => false,
): Promise<RenderEvent[]> {
  await expect
    .poll(async () => {
      const response = await fetch(`${url}/render/${jobId}/events`);
      await response.body?.cancel();
      return response.status;
    })
    .toBe(200);
  const response = await fetch(`${url}/render/${jobId}/events`);
  const events: RenderEvent[] = [];
  let text = "";
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      const data = /^data: (.*)$/m.exec(block)?.[1];
      if (data === undefined) continue;
      const event = renderEventSchema.parse(JSON.parse(data));
      events.push(event);
      if (isEnough(event)) return events;
    }
  }
  return events;
}
