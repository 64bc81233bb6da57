"use client";

import "rapidoc";
import { useEffect, useRef } from "react";
import { viewerColours } from "./viewer-colours.ts";

interface RapiDocElement extends HTMLElement {
  loadSpec: (document: object) => Promise<void>;
}

const ATTRIBUTES = {
  "render-style": "focused",
  "show-header": "false",
  "show-info": "false",
  "load-fonts": "false",
  "allow-spec-url-load": "false",
  "use-path-in-nav-bar": "true",
  "schema-style": "table",
  // The address is the console's.
  "update-route": "false",
} as const;

/** The document in RapiDoc, in the colours of the console. */
export function ApiReference({ document: apiDocument }: { document: object }) {
  const host = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const viewer = document.createElement("rapi-doc") as RapiDocElement; // the element that the import defines
    for (const [name, value] of Object.entries(ATTRIBUTES)) viewer.setAttribute(name, value);
    const paint = () => {
      for (const [name, value] of Object.entries(viewerColours())) viewer.setAttribute(name, value);
    };
    paint();
    const observer = new MutationObserver(paint);
    observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    host.current?.append(viewer);
    void viewer.loadSpec(apiDocument);
    return () => {
      observer.disconnect();
      viewer.remove();
    };
  }, [apiDocument]);

  return (
    <div
      ref={host}
      data-testid="api-reference"
      className="h-[calc(100dvh-10rem)] min-h-96 overflow-hidden rounded-lg border [&>rapi-doc]:h-full [&>rapi-doc]:w-full"
    />
  );
}
