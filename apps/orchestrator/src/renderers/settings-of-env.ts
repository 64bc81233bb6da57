import type { OrchestratorEnv } from "../env.ts";
import type { RendererSettings } from "./open-engines.ts";
import { findChromium } from "./revideo/find-chromium.ts";
import type { ServiceAddress } from "./remote/remote-engine.ts";

/** Where such services listen when nobody says otherwise. */
const USUAL_ADDRESS = { manim: "http://127.0.0.1:5000", revideo: "http://127.0.0.1:5001" } as const;

/** Who draws beside canvas, as the environment says. */
export function rendererSettingsOf(env: OrchestratorEnv): RendererSettings {
  const at = (url: string | undefined, usual: string): ServiceAddress => ({
    url: url ?? usual,
    isConfigured: url !== undefined,
  });
  const { RENDERER_URL_REMOTE } = env;
  return {
    services: {
      manim: at(env.RENDERER_URL_MANIM, USUAL_ADDRESS.manim),
      revideo: at(env.RENDERER_URL_REVIDEO, USUAL_ADDRESS.revideo),
      ...(RENDERER_URL_REMOTE !== undefined && { remote: { url: RENDERER_URL_REMOTE, isConfigured: true } }),
    },
    programs: {
      path: env.media.searchPath,
      manimCommand: env.MANIM_PATH,
      chromiumPath: findChromium(env.CHROMIUM_PATH),
    },
    rules: { byType: env.RENDERER_BY_TYPE, byScenes: env.RENDERER_BY_SCENES },
  };
}
