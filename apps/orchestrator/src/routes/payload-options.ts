import type { RenderRequest } from "@spool/contracts/render-api";
import { videoOptionsShape } from "@spool/contracts/video-options";
import { z } from "zod";

const optionsSchema = z.object(videoOptionsShape);

/**
 * A request with what its payload says of the video in place of what stands beside it. Options that break the contract
 * are left where they are: the stage `script` refuses them by name.
 */
export function withPayloadOptions(request: RenderRequest): RenderRequest {
  if (typeof request.input === "string") return request;
  const said = optionsSchema.safeParse(request.input);
  return said.success ? { ...request, ...said.data } : request;
}
