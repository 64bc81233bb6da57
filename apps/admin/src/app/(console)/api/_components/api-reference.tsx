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
  "allow-spec-url-load": "false",
  "allow-spec-file-load": "false",
  "allow-spec-file-download": "false",
  "allow-server-selection": "false",
  "show-curl-before-try": "true",
  "load-fonts": "false",
  "regular-font": "Inter Variable, system-ui, sans-serif",
  "mono-font": "JetBrains Mono Variable, ui-monospace, monospace",
  "font-size": "default",
  "nav-item-spacing": "compact",
  "schema-style": "table",
  "default-schema-tab": "schema",
  "use-path-in-nav-bar": "true",
  "on-nav-tag-click": "expand-collapse",
  "persist-auth": "false",
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
