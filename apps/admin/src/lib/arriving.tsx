"use client";

import { HydrationBoundary, type DehydratedState } from "@tanstack/react-query";
import { use } from "react";

interface ArrivingProps {
  state: Promise<DehydratedState>;
  children: React.ReactNode;
}

/** Shows `children` when what the server fetched for them is here. */
export function Arriving({ state, children }: ArrivingProps) {
  return <HydrationBoundary state={use(state)}>{children}</HydrationBoundary>;
}
