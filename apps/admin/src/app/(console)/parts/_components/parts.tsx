"use client";

import { ControlParts } from "./control-parts.tsx";
import { FieldParts } from "./field-parts.tsx";
import { OverlayParts } from "./overlay-parts.tsx";
import { PictureParts } from "./picture-parts.tsx";
import { StateParts } from "./state-parts.tsx";

/** Every component of packages/ui in every state, in one theme whatever the page's own is. */
export function Parts({ scheme }: { scheme: "dark" | "light" }) {
  return (
    <section
      aria-label={scheme === "dark" ? "Film" : "Paper"}
      style={{ colorScheme: scheme }}
      className="flex min-w-0 flex-col gap-6 bg-canvas p-4 text-ink sm:p-6"
    >
      <h2 className="text-md font-semibold">{scheme === "dark" ? "Film (dark)" : "Paper (light)"}</h2>
      <StateParts />
      <ControlParts />
      <FieldParts scheme={scheme} />
      <OverlayParts />
      <PictureParts />
    </section>
  );
}
