import type { Media } from "@spool/media/open-media";
import type { RendererRules } from "./choose-renderer.ts";
import type { Engine, EngineName, Engines } from "./engines.ts";
import { createManimEngine } from "./manim/manim-engine.ts";
import { createRemoteEngine, type ServiceAddress } from "./remote/remote-engine.ts";
import { createRevideoEngine } from "./revideo/revideo-engine.ts";

/** Programs of this machine that may draw. */
interface Programs {
  /** Where they, and what they start, are looked for. */
  path: string;
  manimCommand: string;
  /** Null where Revideo has no browser to draw in. */
  chromiumPath: string | null;
}

export interface RendererSettings {
  services: Readonly<Partial<Record<EngineName, ServiceAddress>>>;
  /** Null where only services may draw beside canvas. */
  programs: Programs | null;
  rules: RendererRules;
}

/** All ways to draw beside canvas: a program of this machine before a service of the same name. */
export function openEngines(
  { services, programs }: RendererSettings,
  loadMedia: () => Promise<Media>,
): Engines {
  const service = (name: EngineName): Engine[] => {
    const address = services[name];
    return address === undefined ? [] : [createRemoteEngine(address, loadMedia)];
  };
  return {
    revideo: [
      ...(programs === null ? [] : [createRevideoEngine(programs, loadMedia)]),
      ...service("revideo"),
    ],
    manim: [...(programs === null ? [] : [createManimEngine(programs, loadMedia)]), ...service("manim")],
    remote: service("remote"),
  };
}
